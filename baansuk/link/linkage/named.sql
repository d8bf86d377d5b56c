-- Given and family names, each distinct text once. Titles are looked for by pattern, as in told.sql; those that few words
-- bear, in a list of all, which is dear.
-- step: given_words
select word, spelling, text_key(nullif(spelling, '')) as name, records, case
    when title = '' then null
    when title in ('นาย', 'เด็กชาย', 'ด.ช.') then 1
    when title in ('นางสาว', 'นาง', 'น.ส.', 'เด็กหญิง') then 2
    when contains($male_titles, concat('|', trim(title), '|')) then 1
    when contains($female_titles, concat('|', trim(title), '|')) then 2 end as title_sex
from (
    select word, records, title, $spelling_of_rest as spelling
    from (
        select word, records, title, case when title = '' then text else substr(text, length(title) + 1) end as rest
        from (
            select word, records, text, $title_of_text as title
            from (select given_word as word, any_value(given_name) as text, count(*) as records from told
                where given_name is not null group by given_word) as w
        ) as titled
    ) as stripped
) as spelled

-- step: family_words
select word, spelling, text_key(nullif(spelling, '')) as name, records
from (
    select word, records, $spelling_of_text as spelling
    from (select family_word as word, any_value(family_name) as text, count(*) as records from told
        where family_name is not null group by family_word) as w
) as spelled

-- step: spellings
select name, any_value(spelling) as spelling, cast(sum(as_given) as integer) as as_given,
    cast(sum(as_family) as integer) as as_family
from (
    select name, spelling, records as as_given, 0 as as_family from given_words where name is not null
    union all
    select name, spelling, 0, records from family_words where name is not null
) as both_kinds
group by name
