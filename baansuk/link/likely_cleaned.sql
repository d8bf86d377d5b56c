-- An id stands for one person as persons.sql has it: with its kind, and with the name where one file gives it to several.

-- step: cleaned
select
    -- A table of a delivery seldom holds one person twice, which doubts.py asks about.
    t.rid, t.rid // 100000000 as source, cast(t.rid as varchar) as record_id,
    case when t.id_key is null then null
        when t.id_name is null and starts_with(t.id_key, 'thai_id:') then try_cast(substr(t.id_key, 9) as bigint)
        else 1000000000000000000 + text_key(concat(t.id_key, '|', coalesce(t.id_name, ''))) end as id,
    cast(null as bigint) as odd_id,
    g.name as given, n.skeleton as given_skeleton, n.as_given as given_records,
    f.name as family, m.skeleton as family_skeleton, m.as_family as family_records,
    case when t.birth_date is null then null
        when t.birth_precision = 'year' then year(t.birth_date) * 10000
        when t.birth_precision = 'month' then year(t.birth_date) * 10000 + month(t.birth_date) * 100
        else year(t.birth_date) * 10000 + month(t.birth_date) * 100 + day(t.birth_date) end as birth,
    cast(case t.sex when 'male' then 1 when 'female' then 2 end as smallint) as sex,
    text_key(nullif(t.house_key, '-')) as house, try_cast(t.village_no as smallint) as village,
    text_key(t.tambon_code) as place, text_key(substr(t.tambon_code, 1, 4)) as district,
    text_key(t.tambon_code) as tambon,
    try_cast(t.house_code as bigint) as house_code, try_cast(t.phone as bigint) as phone,
    coalesce(try_cast(t.house_code as bigint),
        text_key(nullif(t.house_key, '-')) + text_key(t.tambon_code) + coalesce(try_cast(t.village_no as smallint), 0)) as home
from told t
left join given_words g on t.given_word = g.word
left join names n on g.name = n.name
left join family_words f on t.family_word = f.word
left join names m on f.name = m.name
