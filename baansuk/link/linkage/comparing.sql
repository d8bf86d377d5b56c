-- Every pair of candidates, held side by side field by field, becomes one packed pattern (levels.py).
-- Words after a dollar sign are SQL that comparing.py writes from the levels.

-- step: ${of}faced
select
    p.l, p.r, p.rules,
    case
        when a.id = b.id then 1
        when a.id is not null and b.id is not null then 3
        when (a.odd_id is not null or b.odd_id is not null)
            and levenshtein(cast(coalesce(a.id, a.odd_id) as varchar), cast(coalesce(b.id, b.odd_id) as varchar)) <= 2
            then 2
        else 0 end as id_level,
    -- Given and family name in each other's place: 3 when both are the same so, 2 when both are alike, 1 when one is.
    case when a.given_skeleton = b.given_skeleton or a.family_skeleton = b.family_skeleton then 0
        when a.given = b.family and b.given = a.family then 3
        when a.given_skeleton = b.family_skeleton and b.given_skeleton = a.family_skeleton then 2
        when a.given_skeleton = b.family_skeleton or b.given_skeleton = a.family_skeleton then 1
        else 0 end as exchanged,
    $given as given_level, $family as family_level,
    a.given as given_a, b.given as given_b, a.family as family_a, b.family as family_b,
    case
        when a.birth is null or b.birth is null then 0
        when a.birth = b.birth and a.birth % 100 > 0 then 1
        when a.birth % 100 > 0 and b.birth % 100 > 0 then case
            when a.birth // 10000 = b.birth // 10000 then case
                when a.birth // 100 = b.birth // 100 or a.birth % 100 = b.birth % 100
                    or (a.birth % 100 = b.birth // 100 % 100 and b.birth % 100 = a.birth // 100 % 100) then 2
                when a.birth % 10000 = 101 or b.birth % 10000 = 101 then 3
                else 5 end
            when a.birth % 10000 = b.birth % 10000 then 2
            when abs(a.birth // 10000 - b.birth // 10000) = 1 and (a.birth % 10000 = 101 or b.birth % 10000 = 101) then 4
            else 5 end
        when a.birth // 10000 = b.birth // 10000 then case
            when a.birth // 100 % 100 > 0 and b.birth // 100 % 100 > 0 and a.birth // 100 <> b.birth // 100 then 4
            else 3 end
        when abs(a.birth // 10000 - b.birth // 10000) = 1 then 4
        else 5 end as birth_level,
    case
        when a.house_code = b.house_code then 1
        when a.place = b.place then case
            when a.village = b.village then case when a.house = b.house then 1 else 3 end
            when a.house = b.house and (a.village is null or b.village is null) then 2
            else 4 end
        when a.house = b.house and (a.village is null or b.village is null)
            and a.tambon = b.tambon then 2
        when a.tambon = b.tambon then case when a.district is null or b.district is null then 4 else 5 end
        when a.house = b.house and a.village is not distinct from b.village then 7
        when a.district = b.district then 5
        when a.place is not null and b.place is not null then 6
        else 0 end as place_level,
    case when a.tambon <> b.tambon and (a.house_code = b.house_code) is not true then a.tambon end as tambon_a,
    case when a.tambon <> b.tambon and (a.house_code = b.house_code) is not true then b.tambon end as tambon_b,
    case when a.house = b.house then case when a.village = b.village then 1
            when a.village is null or b.village is null then 2 else 4 end
        when a.village = b.village then 3 else 4 end as place_if_spelled,
    case when a.sex is null or b.sex is null then 0 when a.sex = b.sex then 1 else 2 end as sex_level,
    case when a.phone is null or b.phone is null then 0 when a.phone = b.phone then 1 else 2 end as phone_level,
    -- The example of a pattern is drawn by the names of its records, so that no order of rows chooses it.
    xor(quick_key(a.record_id), quick_key(b.record_id)) as lot,
    cast(least(a.given_records, b.given_records) as double) as given_records,
    cast(least(a.family_records, b.family_records) as double) as family_records
from ${of}pairs p
join cleaned a on p.l = a.rid
join cleaned b on p.r = b.rid

-- Names of one skeleton (8) may sound alike; those of another (9) may still be one slip apart. A slip of one letter is at
-- most three bytes of text, so most pairs are put aside before their letters are brought to one byte each.
-- step: ${of}doubtful_names
select d.x, d.y, a.spelling as one, b.spelling as other,
    case when a.sound = b.sound then 2 when d.known = 8 then 3 end as heard
from (
    select distinct x, y, known
    from (
        select given_a as x, given_b as y, given_level as known from ${of}faced where given_level >= 8
        union all
        select family_a, family_b, family_level from ${of}faced where family_level >= 8
    ) as both_kinds
) as d
join names a on d.x = a.name
join names b on d.y = b.name
where d.known = 8 or a.sound = b.sound or levenshtein(a.spelling, b.spelling) <= 6 or starts_with(a.spelling, b.spelling)
    or starts_with(b.spelling, a.spelling)

-- step: ${of}near_names
select x, y, case
    when heard is not null then heard
    when levenshtein($one_in_bytes, $other_in_bytes) <= case when least(length(one), length(other)) >= 5 then 2 else 1 end
        then 3
    when starts_with(one, other) or starts_with(other, one) then 4
    else 5 end as level
from ${of}doubtful_names

-- step: ${of}near_areas
select d.x, d.y
from (select distinct tambon_a as x, tambon_b as y from ${of}faced where tambon_a is not null) as d
join area_names a on d.x = a.tambon
join area_names b on d.y = b.tambon
where abs(length(a.name) - length(b.name)) <= 2 and least(length(a.name), length(b.name)) >= 4
    and levenshtein($area_in_bytes_a, $area_in_bytes_b) <= case when least(length(a.name), length(b.name)) >= 8 then 2 else 1 end

-- step: ${of}compared
select l, r, rules, lot, $pattern as pattern
from (
    select
        l, r, rules, lot, id_level, exchanged, birth_level,
        case when t.x is not null then place_if_spelled else place_level end as place_level,
        sex_level, phone_level, given_records, family_records,
        case when exchanged > 0 then 4 when given_level >= 8 then coalesce(g.level, 5)
            else given_level end as given_level,
        case when exchanged > 0 then 4 - exchanged when family_level >= 8 then coalesce(f.level, 5)
            else family_level end as family_level
    from ${of}faced
    left join ${of}near_names g on given_level >= 8 and given_a = g.x and given_b = g.y
    left join ${of}near_names f on family_level >= 8 and family_a = f.x and family_b = f.y
    left join ${of}near_areas t on tambon_a = t.x and tambon_b = t.y
) as levelled

-- Who bears two ids is looked for among all, other pairs only in a sample; so what only that search found teaches nothing.
-- step: ${of}counted
select pattern, rules % $of_two_ids > 1 as proposed, count(*) as pairs
from ${of}compared
group by pattern, rules % $of_two_ids > 1
