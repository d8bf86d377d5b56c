-- What the next edition needs to keep codes, and which codes end here. Keys of what is gone are carried on, so that
-- a delivery that is withdrawn and accepted again finds its persons under their old codes.

-- view: all_people
select person, code as person_code from person_kept
union all
select person, person_code from drawn_people

-- view: all_homes
select home, code as household_code from home_kept
union all
select home, household_code from drawn_homes

-- How many persons of a household have another one as their main household now.
-- step: people_went
select from_code, to_code, persons, row_number() over (partition by from_code order by persons desc, to_code) as place
from (
    select o.household_code as from_code, h.household_code as to_code, count(*) as persons
    from old_people o
    join all_people a on o.person_code = a.person_code
    join home_members m on a.person = m.person and m.main
    join all_homes h on m.home = h.home
    where o.household_code <> h.household_code
    group by o.household_code, h.household_code
) as counted

-- A household of which no row is left leads to where most of its people are.
-- step: retired
select o.person_code as code, 'person' as kind, coalesce(s.person_code, '') as successor
from old_people o
left join all_people a on o.person_code = a.person_code
left join (
    select v.code, p.person_code,
        row_number() over (partition by v.code order by v.votes desc, p.person_code) as place
    from person_votes v
    join all_people p on v.person = p.person
) as s on o.person_code = s.code and s.place = 1
where a.person_code is null
union all
select o.household_code as code, 'household' as kind, coalesce(s.household_code, w.to_code, '') as successor
from old_homes o
left join all_homes a on o.household_code = a.household_code
left join people_went w on o.household_code = w.from_code and w.place = 1
left join (
    select v.code, h.household_code,
        row_number() over (partition by v.code order by v.votes desc, h.household_code) as place
    from home_votes v
    join all_homes h on v.home = h.home
) as s on o.household_code = s.code and s.place = 1
where a.household_code is null

-- view: revived
select k.code
from (select code from person_kept union all select code from home_kept) as k
left join (select person_code as code from old_people union all select household_code as code from old_homes) as o
    on k.code = o.code
where o.code is null

-- view: record_keys
select h.record_id, p.person_code, c.household_code
from home_of_record h
join all_homes c on h.home = c.home
left join person_of_record l on h.record_id = l.record_id
left join all_people p on l.person = p.person
union all
select
    o.record_id,
    coalesce(nullif(p.successor, ''), o.person_code) as person_code,
    coalesce(nullif(c.successor, ''), o.household_code) as household_code
from old_records o
left join home_of_record h on o.record_id = h.record_id
left join retired p on o.person_code = p.code
left join retired c on o.household_code = c.code
where h.record_id is null

-- step: fresh_keys
select 'id' as kind, case when i.id_name is null then x.id_index else concat(x.id_index, '|', i.id_name) end as key,
    a.person_code as code
from (
    select m.id_key, m.id_name, min(p.person) as person
    from mentions m
    join person_of_record p on m.record_id = p.record_id
    where m.id_key is not null and (m.id_name is null or not m.id_name like 'record:%')
    group by m.id_key, m.id_name
) as i
join id_marks x on i.id_key = x.id_key
join all_people a on i.person = a.person
union all
select 'name' as kind, n.name_key as key, a.person_code as code
from name_owners n
join all_people a on n.person = a.person
union all
select m.kind, m.mark as key, a.household_code as code
from home_marks m
join all_homes a on m.home = a.home

-- view: all_keys
select kind, key, code from fresh_keys
union all
select o.kind, o.key, coalesce(nullif(r.successor, ''), o.code) as code
from old_keys o
left join fresh_keys f on o.kind = f.kind and o.key = f.key
left join retired r on o.code = r.code
where f.key is null

-- step: person_ids
select p.person, min(m.id_key) as id_key
from person_of_record p
join mentions m on p.record_id = m.record_id
group by p.person
