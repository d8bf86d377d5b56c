-- The persons of an older linkage. A record that a later part tells of stands where that part says.
-- step: later_persons
select rid, point, person_id
from (select *, row_number() over (partition by rid order by part desc) as place from parts_persons where part > 1) as p
where place = 1

-- view: old_persons
select rid, point, person_id from parts_persons
where part = 1 and rid not in (select rid from later_persons)
union all
select rid, point, person_id from later_persons
