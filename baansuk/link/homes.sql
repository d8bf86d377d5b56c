-- From rosters to homes: every record of either kind ends in exactly one.

-- view: joined_labels
select label, count(*) as rosters from labels group by label

-- step: code_seats
select l.label, s.roster, c.house_code, c.person, true as at_address
from open_seats s
join labels l on s.roster = l.roster
join coded_people c on s.dwelling = c.dwelling and s.person = c.person
union all
select l.label, t.roster, t.house_code, s.person, false as at_address
from close_rosters t
join labels l on t.roster = l.roster
join open_seats s on t.roster = s.roster and s.resident
join roster_people r on t.other = r.roster and s.person = r.person and r.resident
where t.house_code is not null

-- view: code_votes
select label, house_code, count(distinct person) as shared
from code_seats
group by label, house_code

-- A group of rosters goes to one house code at most, so two codes never meet through it.
-- view: attached
select label, house_code
from (
    select label, house_code, row_number() over (partition by label order by shared desc, house_code) as place
    from code_votes
) as ranked
where place = 1

-- view: met_at_address
select roster from shared_seats where at_address
union
select c.roster from code_seats c join attached a on c.label = a.label and c.house_code = a.house_code where c.at_address

-- step: roster_homes
select
    r.roster_key,
    r.roster,
    r.dwelling,
    r.member_rows,
    case
        when r.house_code is not null then concat('code:', r.house_code)
        when a.house_code is not null then concat('code:', a.house_code)
        when l.label is not null then concat('roster:', cast(l.label as varchar))
        when r.member_rows > 0 then concat('roster:', cast(r.roster as varchar))
    end as home_key,
    case
        when r.house_code is not null then 'house_code'
        when m.roster is not null then 'address_members'
        when a.house_code is not null or j.rosters > 1 then 'members'
        when r.member_rows > 0 then 'roster'
    end as home_rule
from rosters r
left join labels l on r.roster = l.roster
left join attached a on l.label = a.label
left join joined_labels j on l.label = j.label
left join met_at_address m on r.roster = m.roster

-- The homes known at each address, before list rows without a roster are placed.
-- step: home_dwellings
select distinct dwelling, home_key
from (
    select dwelling, home_key from roster_homes where home_key is not null
    union all
    select dwelling, concat('code:', house_code) as home_key from seats where roster_key is null and house_code is not null
) as known
where dwelling is not null

-- step: one_home
select dwelling, min(home_key) as home_key
from home_dwellings
where not dwelling like '%/-'
group by dwelling
having min(home_key) = max(home_key)

-- step: bound
select s.record_id, s.person, r.home_key, r.home_rule, false as listed
from seats s
join roster_homes r on s.roster_key = r.roster_key
union all
select record_id, person, concat('code:', house_code) as home_key, 'house_code' as home_rule, true as listed
from seats
where roster_key is null and house_code is not null

-- Persons whom no roster and no house code places: their latest address does, one address each.
-- step: addressed
select record_id, person, dwelling, numbered
from (
    select s.record_id, s.person, s.dwelling, s.numbered and s.dwelling is not null as numbered,
        row_number() over (partition by s.person order by
            case when s.numbered and s.dwelling is not null then 0 else 1 end,
            m.observed_on desc nulls last, s.record_id desc) as place
    from seats s
    join mentions m on s.record_id = m.record_id
    left join (select distinct person from bound) as b on s.person = b.person
    where b.person is null
) as ranked
where place = 1

-- The home of the kin that a row of such a person names: the only one of the tambon where somebody of that name lives.
-- step: kin_homes
select person, min(home_key) as home_key
from (
    select a.person, b.home_key
    from addressed a
    join seats s on a.person = s.person
    join person_rows r on s.record_id = r.record_id
    join kin_names k on r.guardian = k.guardian
    join person_rows n on k.given_key = n.given_key and k.family_key = n.family_key
    join seats t on n.record_id = t.record_id and t.resident and s.tambon_code = t.tambon_code
    join bound b on t.record_id = b.record_id
) as named
group by person
having min(home_key) = max(home_key)

-- It counts where the person's own address is not known, or is the home's but for a slip.
-- view: kin_at_hand
select distinct a.person, k.home_key
from addressed a
join kin_homes k on a.person = k.person
left join home_dwellings d on k.home_key = d.home_key
where not a.numbered
    or (substr(a.dwelling, 1, 8) = substr(d.dwelling, 1, 8)
        and levenshtein(substr(a.dwelling, 10), substr(d.dwelling, 10)) <= 1)

-- step: placed
select
    a.record_id,
    a.person,
    case
        when a.numbered then coalesce(o.home_key, k.home_key, concat('address:', a.dwelling))
        else coalesce(k.home_key, concat('person:', cast(a.person as varchar)))
    end as home_key,
    case
        when k.home_key is not null and (o.home_key is null or not a.numbered) then 'kin'
        when a.numbered then 'address'
        else 'none'
    end as home_rule,
    true as listed
from addressed a
left join one_home o on a.dwelling = o.dwelling
left join kin_at_hand k on a.person = k.person

-- step: belongings
select b.record_id, b.person, b.home_key, b.home_rule, b.listed, s.dwelling
from (select * from bound union all select * from placed) as b
join seats s on b.record_id = s.record_id

-- House rows without members and without a code go to the one home of their address, else stand for themselves.
-- view: empty_homes
select
    r.roster_key,
    case
        when r.dwelling is null or r.dwelling like '%/-' then concat('roster:', cast(r.roster as varchar))
        else coalesce(o.home_key, concat('address:', r.dwelling))
    end as home_key,
    case when r.dwelling is null or r.dwelling like '%/-' then 'none' else 'address' end as home_rule
from roster_homes r
left join one_home o on r.dwelling = o.dwelling
where r.home_key is null
