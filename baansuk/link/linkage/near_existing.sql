-- What new records can change of an older linkage: the persons of the records that they are held against, whole, and of those
-- that humans have spoken of. From here on nothing else of it is read.
-- step: met
select l as rid from pairs union select r from pairs union select l from judged_pairs union select r from judged_pairs

-- step: near_places
select o.rid, o.point, o.person_id
from old_persons o
join (select distinct point from old_persons where rid in (select rid from met)) as p on o.point = p.point

-- Of their columns, what pairs are compared by: the file of a record and its home have served to propose.
-- step: near_records
select r.rid, r.record_id, r.id, r.odd_id, r.given, r.given_skeleton, r.given_records, r.family, r.family_skeleton,
    r.family_records, r.birth, r.sex, r.house, r.village, r.place, r.district, r.tambon, r.house_code, r.phone
from old_records r join near_places n on r.rid = n.rid

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
