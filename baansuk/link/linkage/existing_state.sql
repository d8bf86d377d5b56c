-- The tables of an older linkage. A record that a later part tells of stands where that part says.
-- step: later_persons
select rid, point, person_id
from (select *, row_number() over (partition by rid order by part desc) as place from parts_persons where part > 1) as p
where place = 1

-- view: old_persons
select rid, point, person_id from parts_persons
where part = 1 and rid not in (select rid from later_persons)
union all
select rid, point, person_id from later_persons

-- view: old_retired
select person_id, successor from parts_retired

-- An area that came in several parts stands in each; what was learned of it first stays.
-- step: old_areas
select told_place, place, district, tambon, tambon_name
from (
    select *, row_number() over (partition by told_place order by part, place, district, tambon, tambon_name) as place_in_row
    from parts_areas
) as a
where place_in_row = 1
