-- Every distinct text is cleaned once; the cleaned record holds whole numbers only, null where nothing is known.
-- A word after a dollar sign stands for SQL that cleaning.py writes from the rules of spelling.py and of the titles; quick_key() is a number
-- of 64 bits for a text within one run, text_key() one of 60 bits that is the same on every engine and stays.

-- Names are taken from the parts where a file has them, else from the full name by its spaces. Titles are
-- looked for by pattern: DuckDB makes a join of every "in" of more than a few words, and does it for all rows.
-- view: named_in_full
select *, case
    when not $first_is_title then 0
    when not $second_is_title then length(first_word) + 1
    else length(first_word) + length(split_part(full_name, ' ', 2)) + 2 end as before_name
from (select *, split_part(full_name, ' ', 1) as first_word from raw where full_name is not null) as r

-- view: worded
select source, record_id, national_id, sex, birth_date, house_no, village_no, tambon, amphoe, house_code, phone,
    given_name, family_name, title
from raw
where full_name is null
union all
select source, record_id, national_id, sex, birth_date, house_no, village_no, tambon, amphoe, house_code, phone,
    split_part(rest, ' ', 1), coalesce(family_name, nullif(substr(rest, length(split_part(rest, ' ', 1)) + 2), '')),
    coalesce(title, case when before_name > 0 then first_word end)
from (select *, case when before_name = 0 then full_name else substr(full_name, before_name + 1) end as rest
    from named_in_full) as n

-- A number is an id when it is 13 digits with a right check digit; other numbers are evidence only.
-- step: told
select
    rid, source, record_id,
    case when digits = 13 and $checked then number end as id,
    case when digits between 11 and 14 and not (digits = 13 and $checked) then number end as odd_id,
    given_name, quick_key(given_name) as given_word,
    family_name, quick_key(family_name) as family_word,
    birth_date, quick_key(birth_date) as birth_word,
    house_no, quick_key(house_no) as house_word,
    tambon, amphoe, quick_pair(tambon, amphoe) as area_word,
    sex, title, quick_pair(sex, title) as sex_word,
    coalesce(try_cast(village_no as smallint), try_cast(regexp_extract(translate(village_no, $thai_digits, '0123456789'),
        '([0-9]{1,3})', 1) as smallint)) as village,
    case when $house_code then try_cast(house_code as bigint) end as house_code,
    case when length(phone) >= 8 then coalesce(try_cast(replace(phone, '-', '') as bigint),
        try_cast(translate(phone, $thai_digits_and_marks, '0123456789') as bigint)) end as phone
from (
    select *, case
        when length(national_id) = 13 and try_cast(national_id as bigint) is not null then 13
        when number is null then 0
        when number between 1000000000000 and 9999999999999 then 13
        else length(translate(national_id, $thai_digits_and_marks, '0123456789')) end as digits
    from (
        select *, $row_id as rid, coalesce(
            case when length(national_id) = 13 then try_cast(national_id as bigint) end,
            try_cast(replace(replace(national_id, '-', ''), ' ', '') as bigint),
            try_cast(translate(national_id, $thai_digits_and_marks, '0123456789') as bigint)) as number
        from worded
    ) as numbered
) as r

-- step: given_words
select word, spelling, text_key(nullif(spelling, '')) as name, records,
    case when contains($male_titles, concat('|', trim(title), '|')) then 1
        when contains($female_titles, concat('|', trim(title), '|')) then 2 end as title_sex
from (
    select word, records, title, $spelling_of_rest as spelling
    from (
        select word, records, title, case when title = '' then text else substr(text, length(title) + 1) end as rest
        from (
            select word, records, text, $title_of_text as title
            from (select given_word as word, min(given_name) as text, count(*) as records from told
                where given_word is not null group by given_word) as w
        ) as titled
    ) as stripped
) as spelled

-- step: family_words
select word, spelling, text_key(nullif(spelling, '')) as name, records
from (
    select word, records, $spelling_of_text as spelling
    from (select family_word as word, min(family_name) as text, count(*) as records from told
        where family_word is not null group by family_word) as w
) as spelled

-- step: spellings
select name, min(spelling) as spelling, sum(as_given) as as_given, sum(as_family) as as_family
from (
    select name, spelling, records as as_given, 0 as as_family from given_words where name is not null
    union all
    select name, spelling, 0, records from family_words where name is not null
) as both_kinds
group by name
