-- What new records can change of an older linkage: the persons of the records that they are held against, whole, and of those
-- that humans have spoken of. From here on nothing else of it is read.
-- step: met
select l as rid from pairs union select r from pairs union select l from judged_pairs union select r from judged_pairs

-- step: near_places
select o.rid, o.point, o.person_id
from old_persons o
join (select distinct point from old_persons where rid in (select rid from met)) as p on o.point = p.point
