-- One file names a tambon, another gives its code. Records with one id show which name is which code: the name that most
-- of the code's people have elsewhere, when three of them and more than half agree. What an older linkage has learned stays.
-- step: same_areas
select code, name, count(*) as people
from (
    select x.word as code, y.word as name
    from told t
    join areas x on t.area_word = x.word and x.coded
    join told o on t.id = o.id
    join areas y on o.area_word = y.word and not y.coded
) as pairs
group by code, name

-- step: known_areas
select a.word, a.place as told_place, coalesce(k.place, n.place, a.place) as place,
    coalesce(k.district, n.district, a.district) as district, coalesce(k.tambon, n.tambon, a.tambon) as tambon,
    case when k.tambon is null and n.tambon is null then a.tambon_name end as tambon_name
from areas a
left join (
    select code, arg_max(name, people * 1000000007 + name % 1000000007) as name
    from same_areas group by code
    having max(people) >= 3 and 2 * max(people) > sum(people)
) as best on a.word = best.code
left join areas n on best.name = n.word
left join old_areas k on a.place = k.told_place

-- What the names of tambons sound like, for those that are spelled in two ways.
-- step: area_names
select tambon, min(tambon_name) as name
from (select tambon, tambon_name from known_areas union all select tambon, tambon_name from old_areas) as named
where tambon_name is not null
group by tambon
