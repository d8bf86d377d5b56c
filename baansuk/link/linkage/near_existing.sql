-- What new records can change of an older linkage: the persons of the records that they are held against, whole, and of those
-- that humans have spoken of. From here on nothing else of it is read.
-- step: met
select l as rid from pairs union select r from pairs union select l from judged_pairs union select r from judged_pairs

-- step: near_places
select o.rid, o.point, o.person_id
from old_persons o
join (select distinct point from old_persons where rid in (select rid from met)) as p on o.point = p.point

-- step: near_records
select r.* from old_records r join near_places n on r.rid = n.rid

-- step: near_persons
select n.rid, r.record_id, n.point, coalesce(n.person_id, r.record_id) as person_id
from near_places n join near_records r on n.rid = r.rid

-- view: cleaned
select * from near_records
union all
select * from fresh

-- step: near_names
select name, min(spelling) as spelling
from (select name, spelling from fresh_names union all select name, spelling from parts_names) as n
where name in (select given from cleaned where given is not null union select family from cleaned where family is not null)
group by name

-- view: names
select name, spelling from near_names
