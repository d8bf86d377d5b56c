-- Every record with the person that ids, names and likeness together make of it.
-- step: placed
select c.rid, c.record_id, coalesce(s.label, l.label, n.point, c.rid) as person, true as linked
from cleaned c
left join starts n on c.rid = n.rid
left join labels l on coalesce(n.point, c.rid) = l.point
left join settled s on coalesce(n.point, c.rid) = s.point

-- step: person_names
select person, min(record_id) as person_id, min(rid) as first, count(*) as records
from placed group by person

-- step: person_of_all
select p.rid as record_id, n.first as person,
    case when n.records = 1 then case when e.rule = 'told' then 'told' else 'alone' end
        when e.rule <> 'alone' and d.person is null then e.rule
        when j.rid is not null then 'judged' else 'likely' end as rule
from placed p
join person_names n on p.person = n.person
join person_of_record e on p.rid = e.record_id
left join parted d on e.person = d.person
left join (
    select l as rid from judged_pairs where decision = 'same' union select r from judged_pairs where decision = 'same'
) as j on p.rid = j.rid
