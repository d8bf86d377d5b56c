-- Which rosters, list rows and persons are one household: by house code, else by address and shared members, else by most
-- of their members. A roster is what a source itself put under one household number; it is never cut apart.

-- step: seats
select m.record_id, m.source, m.roster_key, p.person, m.house_code, m.tambon_code, m.dwelling, m.door, m.numbered,
    coalesce(m.residence, 'lives') in ('lives', 'both') and coalesce(m.life_status, 'alive') = 'alive' as resident
from mentions m
join person_of_record p on m.record_id = p.record_id

-- step: rosters
select roster_key, roster, source, house_code, dwelling, tambon_code, member_rows, substr(dwelling, 1, 8) as village,
    case when dwelling is null then door when not dwelling like '%/-' then substr(dwelling, 10) end as door
from (
    select
        roster_key,
        min(record_id) as roster,
        min(source) as source,
        -- The house's own row speaks before its members' rows.
        coalesce(min(case when own then house_code end), min(case when not own then house_code end)) as house_code,
        coalesce(min(case when own then dwelling end), min(case when not own then dwelling end)) as dwelling,
        coalesce(min(case when own then door end), min(case when not own then door end)) as door,
        coalesce(min(case when own then tambon_code end), min(case when not own then tambon_code end)) as tambon_code,
        count(case when not own then 1 end) as member_rows
    from (
        select record_id, source, roster_key, house_code, dwelling, door, tambon_code, true as own from house_mentions
        union all
        select record_id, source, roster_key, house_code, dwelling, door, tambon_code, false as own
        from seats where roster_key is not null
    ) as listed
    group by roster_key
) as spoken

-- step: roster_people
select r.roster, r.source, r.house_code, r.dwelling, s.person, max(case when s.resident then 1 else 0 end) = 1 as resident
from seats s
join rosters r on s.roster_key = r.roster_key
group by r.roster, r.source, r.house_code, r.dwelling, s.person

-- step: coded_people
select distinct house_code, dwelling, person
from (
    select house_code, dwelling, person from roster_people
    union all
    select house_code, dwelling, person from seats where roster_key is null
) as listed
where house_code is not null and dwelling is not null

-- step: open_seats
select roster, source, dwelling, person, resident
from roster_people
where house_code is null

-- view: residents
select roster, count(*) as residents from roster_people where resident group by roster

-- Rosters of two sources, the first without a house code, that have more residents in common than apart: one household
-- however their addresses are written. One person alone shows it only where nothing but a slip tells the addresses apart.
-- step: close_rosters
select p.roster, p.other, y.house_code
from (
    select s.roster, r.roster as other, count(*) as shared
    from open_seats s
    join roster_people r on s.person = r.person
    where s.resident and r.resident and s.source <> r.source
    group by s.roster, r.roster
) as p
join rosters x on p.roster = x.roster
join rosters y on p.other = y.roster
join residents n on p.roster = n.roster
join residents m on p.other = m.roster
where 3 * p.shared > n.residents + m.residents
    and (p.shared > 1 or (
        coalesce(x.tambon_code = y.tambon_code, true)
        and (coalesce(x.door = y.door, true)
            or (coalesce(x.village = y.village, true) and levenshtein(x.door, y.door) <= 1))))

-- What ties rosters without a house code: a person at one address, or most of their residents.
-- step: shared_seats
select s.roster, concat(s.dwelling, ' ', cast(s.person as varchar)) as tie, true as at_address
from open_seats s
join (
    select dwelling, person from open_seats where dwelling is not null group by dwelling, person having count(*) > 1
) as twice on s.dwelling = twice.dwelling and s.person = twice.person
union all
select case when side.other then c.other else c.roster end as roster,
    concat(cast(c.roster as varchar), ' ', cast(c.other as varchar)) as tie, false as at_address
from close_rosters c
cross join (select false as other union all select true as other) as side
where c.house_code is null
