-- The register of the edition: persons, memberships, links and lists, under their codes.

-- view: links_made
select
    o.record_id,
    case when l.record_id is null then 'household' else 'person' end as unit,
    p.person_code,
    c.household_code,
    l.rule,
    o.household_rule,
    d.source,
    d.delivery,
    o.record_id % 100000000 as row,
    d.table_name,
    w.observed_on,
    w.observed_precision,
    d.agreement
from (
    select record_id, observed_on, observed_precision from person_rows
    union all
    select record_id, observed_on, observed_precision from household_rows
) as w
join home_of_record o on w.record_id = o.record_id
join homes c on o.home = c.home
join deliveries d on o.record_id // 100000000 = d.table_id
left join person_of_record l on o.record_id = l.record_id
left join all_people p on l.person = p.person

-- view: memberships_made
select a.person_code, h.household_code, m.kind, m.relation, m.source, m.observed_on, m.main,
    m.begins_on, m.begins_precision, m.ends_on, m.ends_precision
from home_members m
join all_people a on m.person = a.person
join homes h on m.home = h.home
