-- Which records are the same person: equal id, or equal name, full birth date and tambon when no id contradicts.
-- Each record without an id has exactly one name group, so the closure needs no repeated passes:
-- a group that holds one id takes its id-less records to that id; with two or more ids they stay together, apart
-- from all of them; with none they are a person of their own.

-- step: house_mentions
select
    r.record_id,
    r.tambon_code,
    case when r.household_key is not null then concat(d.source, ':', d.roster_scope, ':', r.household_key)
        else concat('record:', cast(r.record_id as varchar)) end as roster_key,
    case when r.house_code = repeat(substr(r.house_code, 1, 1), length(r.house_code)) then null
        else r.house_code end as house_code,
    case when length(r.village_code) = 8 then concat(r.village_code, '/', coalesce(r.house_key, '-')) end as dwelling,
    coalesce(r.house_key, '-') <> '-' as numbered
from household_rows r
join deliveries d on r.record_id // 100000000 = d.table_id

-- Many sources write the address only on the house's row: its members' tambon is read there.
-- view: roster_tambons
select roster_key, min(tambon_code) as tambon_code from house_mentions group by roster_key

-- view: person_mentions
select
    r.*,
    d.source,
    -- Who only uses a service and lives outside is not of the house whose number the row carries.
    case when r.household_key is not null and coalesce(r.residence, '') <> 'outside'
        then concat(d.source, ':', d.roster_scope, ':', r.household_key) end as roster_key
from person_rows r
join deliveries d on r.record_id // 100000000 = d.table_id

-- step: mentions
select
    r.record_id,
    r.source,
    case when r.national_id is not null and coalesce(r.id_kind, 'none') <> 'none'
        then concat(r.id_kind, ':', r.national_id) end as id_key,
    case when nullif(r.given_key, '') is not null and r.birth_date is not null and r.birth_precision = 'day'
            and coalesce(r.tambon_code, t.tambon_code) is not null
        then md5(concat(r.given_key, '|', coalesce(r.family_key, ''), '|', cast(r.birth_date as varchar), '|',
            coalesce(r.tambon_code, t.tambon_code))) end as name_key,
    r.roster_key,
    case when r.house_code = repeat(substr(r.house_code, 1, 1), length(r.house_code)) then null
        else r.house_code end as house_code,
    case when length(r.village_code) = 8 then concat(r.village_code, '/', coalesce(r.house_key, '-')) end as dwelling,
    coalesce(r.house_key, '-') <> '-' as numbered,
    r.residence,
    r.relation,
    r.observed_on
from person_mentions r
left join roster_tambons t on r.roster_key = t.roster_key

-- view: name_groups
select name_key, min(id_key) as one_id, min(id_key) is not null and min(id_key) = max(id_key) as one
from mentions
where name_key is not null
group by name_key

-- step: gathered
select
    m.record_id,
    m.id_key is not null as has_id,
    case
        when m.id_key is not null then m.id_key
        when g.one then g.one_id
        when m.name_key is not null then concat('name:', m.name_key)
        else concat('record:', cast(m.record_id as varchar))
    end as person_key
from mentions m
left join name_groups g on m.name_key = g.name_key

-- view: person_groups
select person_key, min(record_id) as person, count(*) as records, count(case when has_id then 1 end) as with_id
from gathered
group by person_key

-- step: person_of_record
select
    g.record_id,
    p.person,
    case
        when p.records = 1 then 'alone'
        when g.has_id and p.with_id > 1 then 'id'
        else 'name_birth_tambon'
    end as rule
from gathered g
join person_groups p on g.person_key = p.person_key
