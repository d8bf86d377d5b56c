-- Who is whose parent and spouse, by the numbers that rows name; and the families of each household that follow from it.

-- Whom each number names; one that stands for several persons names nobody.
-- step: numbered
select r.national_id, min(l.person_code) as person_code
from person_rows r
join links l on r.record_id = l.record_id
where r.national_id is not null and coalesce(r.id_kind, 'none') <> 'none'
group by r.national_id
having min(l.person_code) = max(l.person_code)

-- step: kin_named
select l.person_code, n.person_code as kin_code, s.kind, l.observed_on
from (
    select record_id, 'father' as kind, father_id as number from person_rows where father_id is not null
    union all
    select record_id, 'mother' as kind, mother_id as number from person_rows where mother_id is not null
    union all
    select record_id, 'spouse' as kind, spouse_id as number from person_rows where spouse_id is not null
) as s
join links l on s.record_id = l.record_id
join numbered n on s.number = n.national_id
where l.person_code <> n.person_code

-- Whoever names a spouse is named as one.
-- view: kin_said
select person_code, kin_code, kind, observed_on from kin_named
union all
select kin_code as person_code, person_code as kin_code, kind, observed_on from kin_named where kind = 'spouse'

-- A parent is of that sex and at least twelve years older, and a spouse grown and no parent, wherever this is known.
-- view: kin_likely
select s.person_code, s.kin_code, s.kind, s.observed_on
from kin_said s
join person_values c on s.person_code = c.person_code
join person_values k on s.kin_code = k.person_code
left join (
    select distinct person_code, kin_code from kin_said where kind <> 'spouse'
    union
    select distinct kin_code as person_code, person_code as kin_code from kin_said where kind <> 'spouse'
) as p on s.person_code = p.person_code and s.kin_code = p.kin_code and s.kind = 'spouse'
where p.person_code is null
    and case
        when s.kind = 'spouse' then
            coalesce(extract(year from s.observed_on) - extract(year from c.birth_date) >= 15, true)
            and coalesce(extract(year from s.observed_on) - extract(year from k.birth_date) >= 15, true)
        else
            coalesce(extract(year from c.birth_date) - extract(year from k.birth_date) >= 12, true)
            and coalesce(k.sex = case when s.kind = 'father' then 'male' else 'female' end, true)
    end

-- One of each kind: whom most rows name, then the latest, then the smaller code.
-- step: kin
select person_code, kin_code, kind
from (
    select person_code, kin_code, kind, row_number() over (
        partition by person_code, kind order by count(*) desc, max(observed_on) desc nulls last, kin_code) as place
    from kin_likely
    group by person_code, kin_code, kind
) as ranked
where place = 1

-- view: kin_of_person
select person_code,
    max(case when kind = 'father' then kin_code end) as father_code,
    max(case when kind = 'mother' then kin_code end) as mother_code,
    max(case when kind = 'spouse' then kin_code end) as spouse_code
from kin
group by person_code

-- Families are family nuclei as censuses count them: couples, and lone parents, each with children who have neither a
-- partner nor a child of their own in the house.
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
