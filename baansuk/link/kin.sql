-- Who is whose parent and spouse, by the numbers that rows name; families.sql tells what follows from it.

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
