-- Which code each person and home keeps from the edition before. Every record votes once, for the code that an undone
-- event gives back to it, else that it, or
-- else its id, its name group, its address or its own roster number had; the most votes win, on a tie the smaller code.

-- step: name_owners
select name_key, min(person) as person
from mentions m
join person_of_record p on m.record_id = p.record_id
where name_key is not null
group by name_key
having min(person) = max(person)

-- step: person_votes
select v.person, v.code, count(*) as votes
from (
    select p.person, coalesce(t.person_code, r.person_code, i.code, n.code) as code
    from person_of_record p
    join mentions m on p.record_id = m.record_id
    left join restored t on p.record_id = t.record_id
    left join old_records r on p.record_id = r.record_id
    left join id_marks x on m.id_key = x.id_key
    left join old_keys i on i.kind = 'id'
        and case when m.id_name is null then x.id_index else concat(x.id_index, '|', m.id_name) end = i.key
    left join old_keys n on n.kind = 'name' and m.name_key = n.key
) as v
where v.code is not null
group by v.person, v.code

-- step: person_kept
select person, code
from (
    select person, code, row_number() over (partition by code order by votes desc, person) as taker
    from (
        select person, code, votes, row_number() over (partition by person order by votes desc, code) as choice
        from person_votes
    ) as chosen
    where choice = 1
) as taken
where taker = 1

-- view: people_without
select p.person
from (select distinct person from person_of_record) as p
left join person_kept k on p.person = k.person
where k.person is null

-- step: home_marks
select g.home, 'home' as kind, md5(g.home_key) as mark
from home_groups g
where not g.home_key like 'roster:%' and not g.home_key like 'person:%'
union all
select home, kind, mark
from (
    select min(h.home) as home, 'roster' as kind, mark
    from (
        select record_id, md5(concat('roster:', d.source, ':', r.household_key)) as mark
        from (
            select record_id, household_key from person_rows where household_key is not null
            union all
            select record_id, household_key from household_rows where household_key is not null
        ) as r
        join deliveries d on r.record_id // 100000000 = d.table_id
    ) as m
    join home_of_record h on m.record_id = h.record_id
    group by mark
    having min(h.home) = max(h.home)
) as single

-- view: old_home_marks
select m.home, min(k.code) as code
from home_marks m
join old_keys k on m.kind = k.kind and m.mark = k.key
group by m.home

-- step: home_votes
select v.home, v.code, count(*) as votes
from (
    select h.home, coalesce(r.household_code, m.code, o.household_code) as code
    from home_of_record h
    left join old_records r on h.record_id = r.record_id
    left join old_home_marks m on h.home = m.home
    left join person_of_record p on h.record_id = p.record_id
    left join person_kept k on p.person = k.person
    left join old_people o on k.code = o.person_code
) as v
where v.code is not null
group by v.home, v.code

-- step: home_kept
select home, code
from (
    select home, code, row_number() over (partition by code order by votes desc, home) as taker
    from (
        select home, code, votes, row_number() over (partition by home order by votes desc, code) as choice
        from home_votes
    ) as chosen
    where choice = 1
) as taken
where taker = 1

-- view: homes_without
select g.home
from home_groups g
left join home_kept k on g.home = k.home
where k.home is null
