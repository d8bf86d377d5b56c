-- What the next linkage needs of this one.
-- view: state_records
select rid, source, record_id, id, odd_id, given, given_skeleton, given_records, family, family_skeleton, family_records, birth, sex, house, village, place, district, tambon, house_code, phone, home
from fresh

-- view: state_names
select name, spelling, sound, as_given, as_family from $names

-- view: state_areas
select distinct told_place, place, district, tambon, tambon_name, $part as part from known_areas where told_place is not null

-- A person has the name of one of its records, which need not be written twice.
-- view: state_persons
select rid, point, nullif(person_id, record_id) as person_id, $part as part from named
