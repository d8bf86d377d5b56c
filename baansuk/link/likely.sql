-- The records of persons as the linkage compares them: whole numbers, addresses of members read from their house's row.
-- The exact persons of persons.sql are its points of departure.

-- step: roster_places
select roster_key, min(h.door) as house_key, min(r.village_no) as village_no, min(r.tambon_code) as tambon_code,
    min(h.house_code) as house_code
from house_mentions h
join household_rows r on h.record_id = r.record_id
group by roster_key

-- step: told
select
    m.record_id as rid, m.id_key, m.id_name, p.given_name, quick_key(p.given_name) as given_word,
    p.family_name, quick_key(p.family_name) as family_word, p.birth_date, p.birth_precision, p.sex, p.phone,
    coalesce(m.door, r.house_key) as house_key, coalesce(p.village_no, r.village_no) as village_no,
    coalesce(p.tambon_code, r.tambon_code) as tambon_code, coalesce(m.house_code, r.house_code) as house_code
from mentions m
join person_rows p on m.record_id = p.record_id
left join roster_places r on m.roster_key = r.roster_key
