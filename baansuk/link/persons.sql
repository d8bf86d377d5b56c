-- Which records are the same person: equal id, or equal name, full birth date and tambon when no id contradicts.
-- An id that one file gives to two persons (case 46) joins only records that also bear one name.
-- Each record without an id has exactly one name group, so the closure needs no repeated passes:
-- a group that holds one id takes its id-less records to that id; with two or more ids they stay together, apart
-- from all of them; with none they are a person of their own.

-- step: house_mentions
select
    r.record_id,
    d.source,
    r.tambon_code,
    case when r.household_key is not null then concat(d.source, ':', d.roster_scope, ':', r.household_key)
        else concat('record:', cast(r.record_id as varchar)) end as roster_key,
    case when r.house_code = repeat(substr(r.house_code, 1, 1), length(r.house_code)) then null
        else r.house_code end as house_code,
    case when length(r.village_code) = 8 then concat(r.village_code, '/', coalesce(n.door, '-')) end as dwelling,
    n.door
from household_rows r
join deliveries d on r.record_id // 100000000 = d.table_id
left join doors n on r.house_key = n.house_key

-- Many sources write the address only on the house's row: its members' tambon is read there.
-- view: roster_tambons
select roster_key, min(tambon_code) as tambon_code from house_mentions group by roster_key

-- view: person_mentions
select
    r.*,
    d.source,
    case when r.national_id is not null and coalesce(r.id_kind, 'none') <> 'none'
        then concat(r.id_kind, ':', r.national_id) end as id_key,
    -- Who only uses a service and lives outside is not of the house whose number the row carries.
    case when r.household_key is not null and coalesce(r.residence, '') <> 'outside'
        then concat(d.source, ':', d.roster_scope, ':', r.household_key) end as roster_key
from person_rows r
join deliveries d on r.record_id // 100000000 = d.table_id

-- The same test by which collect marks a row id_shared: one table, one id, and not one name and birth date.
-- step: shared_ids
select distinct id_key
from (
    select id_key
    from (
        select id_key, record_id // 100000000 as table_id,
            concat(given_key, '|', coalesce(family_key, ''), '|', coalesce(cast(birth_date as varchar), '')) as who
        from person_mentions
        where id_key is not null and nullif(given_key, '') is not null
    ) as named
    group by table_id, id_key
    having min(who) <> max(who)
) as doubted

-- step: mentions
select
    r.record_id,
    r.source,
    r.id_key,
    -- What must agree beside a shared id; a shared id without a name joins nothing.
    case
        when x.id_key is null then null
        when nullif(r.given_key, '') is null then concat('record:', cast(r.record_id as varchar))
        else md5(concat(r.given_key, '|', coalesce(r.family_key, '')))
    end as id_name,
    case when nullif(r.given_key, '') is not null and r.birth_date is not null and r.birth_precision = 'day'
            and coalesce(r.tambon_code, t.tambon_code) is not null
        then md5(concat(r.given_key, '|', coalesce(r.family_key, ''), '|', cast(r.birth_date as varchar), '|',
            coalesce(r.tambon_code, t.tambon_code))) end as name_key,
    r.roster_key,
    case when r.house_code = repeat(substr(r.house_code, 1, 1), length(r.house_code)) then null
        else r.house_code end as house_code,
    coalesce(r.tambon_code, t.tambon_code) as tambon_code,
    case when length(r.village_code) = 8 then concat(r.village_code, '/', coalesce(n.door, '-')) end as dwelling,
    n.door,
    n.door is not null as numbered,
    r.residence,
    r.life_status,
    r.relation,
    r.observed_on,
    r.register_code
from person_mentions r
left join roster_tambons t on r.roster_key = t.roster_key
left join shared_ids x on r.id_key = x.id_key
left join doors n on r.house_key = n.house_key

-- view: identified
select record_id, name_key, id_name,
    case when id_name is null then id_key else concat(id_key, '|', id_name) end as id_person
from mentions

-- view: name_groups
select name_key, min(id_person) as one_id, min(id_person) is not null and min(id_person) = max(id_person) as one
from identified
where name_key is not null
group by name_key

-- step: gathered_alone
select
    m.record_id,
    m.id_person is not null as has_id,
    m.id_name is not null as shared,
    case
        when m.id_person is not null then m.id_person
        when g.one then g.one_id
        when m.name_key is not null then concat('name:', m.name_key)
        else concat('record:', cast(m.record_id as varchar))
    end as person_key
from identified m
left join name_groups g on m.name_key = g.name_key

-- What a person says of themselves names the code that the register gave them, and joins the records that have it.
-- step: told
select s.record_id, min(g.person_key) as person_key
from (
    select m.record_id, coalesce(o.person_code, m.register_code) as code
    from mentions m
    left join old_records o on m.record_id = o.record_id
    where m.register_code is not null
) as s
join old_records r on s.code = r.person_code and s.record_id <> r.record_id
join gathered_alone g on r.record_id = g.record_id
group by s.record_id

-- step: gathered
select g.record_id, g.has_id, g.shared, coalesce(t.person_key, g.person_key) as person_key,
    t.person_key is not null as told
from gathered_alone g
left join told t on g.record_id = t.record_id

-- view: person_groups
select person_key, min(record_id) as person, count(*) as records, count(case when has_id then 1 end) as with_id
from gathered
group by person_key

-- step: person_of_record
select
    g.record_id,
    p.person,
    case
        when g.told then 'told'
        when p.records = 1 then 'alone'
        when g.has_id and p.with_id > 1 and g.shared then 'id_name'
        when g.has_id and p.with_id > 1 then 'id'
        else 'name_birth_tambon'
    end as rule
from gathered g
join person_groups p on g.person_key = p.person_key
