-- Which rosters, list rows and persons are one household: by house code, else by address and shared members.
-- A roster is what a source itself put under one household number; it is never cut apart.

-- step: seats
select m.record_id, m.roster_key, p.person, m.house_code, m.dwelling, m.numbered
from mentions m
join person_of_record p on m.record_id = p.record_id

-- step: rosters
select
    roster_key,
    min(record_id) as roster,
    -- The house's own row speaks before its members' rows.
    coalesce(min(case when own then house_code end), min(case when not own then house_code end)) as house_code,
    coalesce(min(case when own then dwelling end), min(case when not own then dwelling end)) as dwelling,
    count(case when not own then 1 end) as member_rows
from (
    select record_id, roster_key, house_code, dwelling, true as own from house_mentions
    union all
    select record_id, roster_key, house_code, dwelling, false as own from seats where roster_key is not null
) as listed
group by roster_key

-- step: roster_people
select distinct r.roster, r.house_code, r.dwelling, s.person
from seats s
join rosters r on s.roster_key = r.roster_key

-- step: coded_people
select distinct house_code, dwelling, person
from (
    select house_code, dwelling, person from roster_people
    union all
    select house_code, dwelling, person from seats where roster_key is null
) as listed
where house_code is not null and dwelling is not null

-- Rosters without a house code that name a village: joined where they share a member at the same address.
-- step: open_seats
select roster, dwelling, person
from roster_people
where house_code is null and dwelling is not null

-- step: shared_seats
select s.roster, s.dwelling, s.person
from open_seats s
join (
    select dwelling, person from open_seats group by dwelling, person having count(*) > 1
) as twice on s.dwelling = twice.dwelling and s.person = twice.person

-- step: labels
select roster, roster as label, 1 as joined
from open_seats
group by roster
