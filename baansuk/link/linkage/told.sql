-- Every distinct text is cleaned once; the cleaned record holds whole numbers only, null where nothing is known.
-- A word after a dollar sign stands for SQL that cleaning.py writes from the rules of spelling.py and of the titles; quick_key() is a number
-- of 64 bits for a text within one run, text_key() one of 60 bits that is the same on every engine and stays.

-- Names are taken from the parts where a file has them, else from the full name by its spaces. Titles are
-- looked for by pattern: DuckDB makes a join of every "in" of more than a few words, and does it for all rows.
-- view: named_in_full
select *, case
        when not $first_is_title then 0
        when words[3] is null or not $second_is_title then 1
        else 2 end as titles
from (
    select *, words[1] as first_word
    from (select *, string_split(full_name, ' ') as words from raw) as split
) as r

-- view: worded
select rid, source, record_id, national_id, sex, birth_date, house_no, village_no, tambon, amphoe, house_code, phone,
    case when full_name is null then given_name
        when titles = 0 then first_word when titles = 1 then words[2] else words[3] end as given_name,
    case when full_name is null or family_name is not null then family_name
        -- Most have one word left. Where more are, they stay as they stand.
        when titles = 0 then case when words[3] is null then words[2] else substr(full_name, length(first_word) + 2) end
        when titles = 1 then case when words[4] is null then words[3]
            else substr(full_name, length(first_word) + length(words[2]) + 3) end
        when words[5] is null then words[4]
        else substr(full_name, length(first_word) + length(words[2]) + length(words[3]) + 4) end as family_name,
    case when full_name is null or title is not null then title when titles > 0 then first_word end as title
from named_in_full

-- A number is an id when it is 13 digits with a right check digit; other numbers of about that length are evidence only.
-- What a spreadsheet has shortened (3.10055E+12) has lost its end and is no number; it has noughts there.
-- step: told
select
    rid, source, record_id, given_name, family_name,
    case when checked then number end as id,
    case when case when thirteen then not checked else $digits between 11 and 14 end then number end as odd_id,
    quick_key(given_name) as given_word,
    quick_key(family_name) as family_word,
    quick_key(birth_date) as birth_word,
    quick_key(house_no) as house_word,
    quick_pair(tambon, amphoe) as area_word,
    -- Of a text of few values in Parquet the engine works out each value once, so it needs no dictionary of ours.
    cast(case when contains($male_words, concat('|', lower(trim(sex)), '|')) then 1
        when contains($female_words, concat('|', lower(trim(sex)), '|')) then 2
        when contains($male_titles, concat('|', trim(title), '|')) then 1
        when contains($female_titles, concat('|', trim(title), '|')) then 2 end as smallint) as sex,
    coalesce(try_cast(village_no as smallint), try_cast(regexp_extract(translate(village_no, $thai_digits, '0123456789'),
        '([0-9]{1,3})', 1) as smallint)) as village,
    case when $house_code then try_cast(house_code as bigint) end as house_code,
    case when length(phone) >= 8 then coalesce(try_cast(replace(phone, '-', '') as bigint),
        try_cast(translate(phone, $thai_digits_and_marks, '0123456789') as bigint)) end as phone
from (
    select *, case when thirteen then $checked end as checked
    from (
        select *, case
            when number between 1000000000000 and 9999999999999 then true
            when number is null then false
            else $digits = 13 end as thirteen
        from (
            select *, case when read % 100 > 0 or read is null then read
                when not contains(lower(national_id), 'e') then read end as number
            from (
                select *, coalesce(
                    case when length(national_id) = 13 then try_cast(national_id as bigint) end,
                    try_cast(replace(replace(national_id, '-', ''), ' ', '') as bigint),
                    try_cast(translate(national_id, $thai_digits_and_marks, '0123456789') as bigint)) as read
                from worded
            ) as written
        ) as numbered
    ) as counted
) as r
