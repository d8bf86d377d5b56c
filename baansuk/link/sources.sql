-- Which sources speak of each person and household, once the links are written.

-- view: person_sources
select person_code, array_to_string(list_sort(list(distinct source)), ',') as sources, count(*) as records
from links
where person_code is not null
group by person_code

-- Every source that speaks of a household: by its own records and by those of its main members.
-- step: household_source_pairs
select distinct household_code, source
from (
    select household_code, source from links
    union all
    select m.household_code, l.source
    from memberships m
    join links l on m.person_code = l.person_code
    where m.main
) as spoken

-- view: household_sources
select household_code, array_to_string(list_sort(list(distinct source)), ',') as sources
from household_source_pairs
group by household_code
