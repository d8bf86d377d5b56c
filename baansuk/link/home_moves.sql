-- What became of households since the edition before: which are one now, which split, moved or changed members. Every
-- move is told twice, once of each of the two households, and what was told before is carried on.

-- step: home_flows
select
    f.from_code, f.to_code, f.persons,
    case
        when s.household_code is null and f.place = 1 then 'moved'
        when b.household_code is null then 'split'
        else 'went'
    end as kind
from people_went f
left join (
    select distinct c.household_code from home_members m join all_homes c on m.home = c.home where m.main
) as s on f.from_code = s.household_code
left join old_homes b on f.to_code = b.household_code
left join retired r on f.from_code = r.code and f.to_code = r.successor
where r.code is null

-- view: home_events_now
select to_code as household_code, concat(kind, '_from') as kind, from_code as other_code, persons
from home_flows
union all
select from_code as household_code, concat(kind, '_to') as kind, to_code as other_code, persons
from home_flows
union all
select successor as household_code, 'merged' as kind, code as other_code, cast(null as bigint) as persons
from retired
where kind = 'household' and successor <> ''

-- The history of a household whose code ends goes on in that which took its place.
-- view: home_events_before
select coalesce(nullif(r.successor, ''), o.household_code) as household_code, o.kind, o.other_code, o.persons, o.edition
from old_home_events o
left join retired r on o.household_code = r.code
