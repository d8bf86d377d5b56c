-- How records moved between persons since the edition before: who came, which persons became one, which became two.
-- step: moves
select case when o.person_code is null then 'join' when r.code is not null then 'merge' else 'split' end as kind,
    case when o.person_code is null or r.code is not null then a.person_code else o.person_code end as person_code,
    case when o.person_code is null then '' when r.code is not null then o.person_code else a.person_code end as other_code,
    p.record_id
from person_of_record p
join all_people a on p.person = a.person
left join old_records o on p.record_id = o.record_id
left join retired r on o.person_code = r.code and r.kind = 'person'
left join old_people before on a.person_code = before.person_code
where o.person_code <> a.person_code or (o.person_code is null and before.person_code is not null)

-- view: events
select cast(dense_rank() over (order by kind, person_code, other_code) as bigint) as event, kind, person_code, other_code,
    record_id
from moves
