-- The families of each household that follow from who is kin (kin.sql), family nuclei as censuses count them: couples, and
-- lone parents, each with children who have neither a partner nor a child of their own in the house.

-- step: kin_here
select k.person_code, k.kin_code, k.kind, c.household_code
from kin k
join person_values c on k.person_code = c.person_code
join person_values p on k.kin_code = p.person_code and c.household_code = p.household_code
where coalesce(c.life_status, 'alive') = 'alive' and coalesce(p.life_status, 'alive') = 'alive'

-- Who is married to each other, or has a child in common.
-- step: partners
select one as person_code, least(one, min(other)) as unit
from (
    select person_code as one, kin_code as other from kin_here where kind = 'spouse'
    union all
    select kin_code as one, person_code as other from kin_here where kind = 'spouse'
    union all
    select f.kin_code as one, m.kin_code as other
    from kin_here f
    join kin_here m on f.person_code = m.person_code
    where f.kind <> 'spouse' and m.kind <> 'spouse' and f.kind <> m.kind
) as pairs
group by one

-- view: parents_here
select distinct kin_code as parent, person_code as child from kin_here where kind <> 'spouse'

-- step: children_at_home
select c.parent, c.child
from parents_here c
left join partners p on c.child = p.person_code
left join (select distinct parent from parents_here) as o on c.child = o.parent
where p.person_code is null and o.parent is null

-- view: founders
select person_code, unit from partners
union all
select f.parent as person_code, f.parent as unit
from (select distinct parent from children_at_home) as f
left join partners p on f.parent = p.person_code
where p.person_code is null

-- step: units
select person_code, unit from founders
union all
select c.child as person_code, min(f.unit) as unit
from children_at_home c
join founders f on c.parent = f.person_code
group by c.child

-- Who lives in a household of which kin are known; whoever is of no family is counted with the head.
-- step: kin_members
select v.person_code, v.household_code, v.family_no, v.relation, v.birth_date, u.unit, coalesce(u.unit, h.unit, 'head') as family
from person_values v
join (select distinct household_code from kin_here) as k on v.household_code = k.household_code
left join units u on v.person_code = u.person_code
left join (
    select v2.household_code, min(u2.unit) as unit
    from person_values v2
    join units u2 on v2.person_code = u2.person_code
    where v2.relation = 'head'
    group by v2.household_code
) as h on v.household_code = h.household_code
where coalesce(v.life_status, 'alive') = 'alive'

-- view: families_numbered
select household_code, family, cast(row_number() over (
    partition by household_code order by max(case when relation = 'head' then 1 else 0 end) desc, min(birth_date) nulls last, family
    ) as integer) as family_no
from kin_members
group by household_code, family

-- The number that a survey gave stands. Whom it missed is of the family of their kin; where none was, kin alone decide.
-- step: family_numbers
select m.person_code, coalesce(m.family_no, s.family_no, case when h.household_code is null then f.family_no end) as family_no,
    case
        when m.family_no is not null then 'said'
        when s.family_no is not null or h.household_code is null then 'kin'
    end as family_by
from kin_members m
join families_numbered f on m.household_code = f.household_code and m.family = f.family
left join (
    select household_code, unit, min(family_no) as family_no
    from kin_members
    where unit is not null and family_no is not null
    group by household_code, unit
) as s on m.household_code = s.household_code and m.unit = s.unit
left join (select distinct household_code from kin_members where family_no is not null) as h
    on m.household_code = h.household_code
