-- The cleaned record: whole numbers, and its own name.
-- view: given_keys
select w.word, w.title_sex, w.name, n.skeleton, n.as_given as records
from given_words w left join names n on w.name = n.name

-- view: family_keys
select w.word, w.name, n.skeleton, n.as_family as records
from family_words w join names n on w.name = n.name

-- step: cleaned
select
    t.rid, t.source, t.record_id, t.id, t.odd_id,
    g.name as given, g.skeleton as given_skeleton, g.records as given_records,
    f.name as family, f.skeleton as family_skeleton, f.records as family_records,
    b.birth, coalesce(t.sex, cast(g.title_sex as smallint)) as sex,
    h.house, t.village, a.place, a.district, a.tambon, t.house_code, t.phone,
    -- Where somebody lives, by the one number or by the other; what both name is linked in compare.
    coalesce(t.house_code, h.house + a.place + coalesce(t.village, 0)) as home
from told t
left join given_keys g on t.given_word = g.word
left join family_keys f on t.family_word = f.word
left join births b on t.birth_word = b.word
left join house_numbers h on t.house_word = h.word
left join known_areas a on t.area_word = a.word
