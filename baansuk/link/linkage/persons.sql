-- Every record with its person, and every person with its name: the smallest among its records.
-- step: placed
select c.rid, c.record_id, coalesce(s.label, l.label, n.point, c.rid) as person,
    coalesce(n.point, s.label, l.label) is not null as linked
from cleaned c
left join starts n on c.rid = n.rid
left join labels l on coalesce(n.point, c.rid) = l.point
left join settled s on coalesce(n.point, c.rid) = s.point

-- step: person_names
select person, min(record_id) as person_id, count(*) as records
from placed where linked group by person

-- view: clusters
select p.record_id, coalesce(n.person_id, p.record_id) as person_id
from placed p left join person_names n on p.person = n.person
