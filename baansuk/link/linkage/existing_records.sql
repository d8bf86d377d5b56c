-- The new records beside those of an older linkage: numbered after them, their names counted together with theirs.
-- step: known_names
select name, sum(as_given) as as_given, sum(as_family) as as_family
from parts_names where name in (select name from fresh_names)
group by name

-- A fresh record that says only a house code of which no fresh one tells the address lives where most older ones of it do.
-- step: known_homes
select house_code, home
from (
    select house_code, home, row_number() over (partition by house_code order by count(*) desc, home) as place_in_row
    from old_records
    where house_code in (select house_code from cleaned_alone where home = house_code)
    group by house_code, home
) as h
where place_in_row = 1

-- step: fresh
select
    c.rid + $base as rid, c.source, c.record_id, c.id, c.odd_id,
    c.given, c.given_skeleton, cast(c.given_records + coalesce(g.as_given, 0) as integer) as given_records,
    c.family, c.family_skeleton,
    cast(c.family_records + coalesce(f.as_family, 0) as integer) as family_records,
    c.birth, c.sex, c.house, c.village, c.place, c.district, c.tambon, c.house_code, c.phone,
    coalesce(h.home, c.home) as home
from cleaned_alone c
left join known_names g on c.given = g.name
left join known_names f on c.family = f.name
left join known_homes h on c.house_code = h.house_code and c.home = c.house_code

-- view: cleaned
select * from old_records
union all
select * from fresh

-- view: names
select name, spelling, sound from fresh_names
union all
select name, min(spelling) as spelling, min(sound) as sound from parts_names where name not in (select name from fresh_names) group by name
