-- What is told of the records near the new ones: ``near_records`` has of them what pairs are compared by.
-- step: near_persons
select n.rid, r.record_id, n.point, coalesce(n.person_id, r.record_id) as person_id
from near_places n join near_records r on n.rid = r.rid

-- view: cleaned
select * from near_records
union all
select rid, record_id, id, odd_id, given, given_skeleton, given_records, family, family_skeleton, family_records, birth, sex,
    house, village, place, district, tambon, house_code, phone
from fresh

-- step: near_names
select name, min(spelling) as spelling, min(sound) as sound
from (select name, spelling, sound from fresh_names union all select name, spelling, sound from parts_names) as n
where name in (select given from cleaned where given is not null union select family from cleaned where family is not null)
group by name

-- view: names
select name, spelling, sound from near_names
