-- Dates, house numbers and areas, each distinct text once.
-- step: births
select word, case
    when year between 1850 and 2150 and month between 1 and 12 and day between 1 and 31
        then year * 10000 + month * 100 + day
    when year between 1850 and 2150 and month between 1 and 12 then year * 10000 + month * 100
    when year between 1850 and 2150 then year * 10000
    end as birth
from (
    select word, case when year > 2400 then year - 543 else year end as year, month, day
    from (
        select word,
            try_cast(case shape when 'local' then substr(digits, 7, 4) when 'day first' then regexp_extract(digits, $local_date, 3)
                when 'iso' then substr(digits, 1, 4) else regexp_extract(digits, $iso_date, 1) end as integer) as year,
            try_cast(case shape when 'local' then substr(digits, 4, 2) when 'day first' then regexp_extract(digits, $local_date, 2)
                when 'iso' then substr(digits, 6, 2) else regexp_extract(digits, $iso_date, 2) end as integer) as month,
            try_cast(case shape when 'local' then substr(digits, 1, 2) when 'day first' then regexp_extract(digits, $local_date, 1)
                when 'iso' then substr(digits, 9, 2) else regexp_extract(digits, $iso_date, 3) end as integer) as day
        from (
            select word, digits, case
                when length(digits) = 10 and substr(digits, 3, 1) = '/' and substr(digits, 6, 1) = '/' then 'local'
                when length(digits) = 10 and substr(digits, 5, 1) = '-' and substr(digits, 8, 1) = '-' then 'iso'
                when regexp_matches(digits, $local_date) then 'day first' else 'year first' end as shape
            from (
                select word, case when written < ':' then written
                    else translate(written, $thai_digits, '0123456789') end as digits
                from (select quick_key(birth_date) as word, trim(any_value(birth_date)) as written
                    from raw where birth_date is not null group by quick_key(birth_date)) as w
            ) as translated
        ) as shaped
    ) as parts
) as dated

-- step: house_numbers
select word, text_key(nullif(house, '')) as house
from (
    select quick_key(house_no) as word, translate(lower(any_value(house_no)), concat($thai_digits, ' .-_'), '0123456789') as house
    from raw where house_no is not null group by quick_key(house_no)
) as w

-- A tambon is told by what its name sounds like within its amphoe, or by its code, whose first four digits are the amphoe's.
-- step: areas
select word, coded, text_key(case when tambon_name = '' then null when coded then tambon_name
        else concat(amphoe_name, '/', tambon_name) end) as place,
    text_key(nullif(amphoe_name, '')) as district, text_key(nullif(tambon_name, '')) as tambon,
    -- Where names of two areas are held against each other, Latin ones are so letter by letter: their consonants are too few.
    case when not coded then case when written < '{' then nullif(written, '') else tambon_name end end as tambon_name
from (
    select word, written, tambon_name, length(tambon_name) = 6 and try_cast(tambon_name as integer) is not null as coded,
        case when amphoe_name <> '' then amphoe_name
            when length(tambon_name) = 6 and try_cast(tambon_name as integer) is not null
                then substr(tambon_name, 1, 4) else '' end as amphoe_name
    from (
        select word, tambon_name as written, $tambon_heard as tambon_name, $amphoe_heard as amphoe_name
        from (
            select word, $tambon as tambon_name, $amphoe as amphoe_name
            from (select quick_pair(tambon, amphoe) as word, any_value(tambon) as tambon, any_value(amphoe) as amphoe
                from raw where coalesce(tambon, amphoe) is not null group by quick_pair(tambon, amphoe)) as w
        ) as said
    ) as named
) as placed
