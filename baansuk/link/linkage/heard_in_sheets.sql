-- The same on DuckDB, whose translate() builds its table anew for each row: Thai names are written on sheets of some
-- hundreds, a sheet is rewritten as one text, and cut again. No name has a line end, and no rule reaches across one.
-- Latin names keep their first letter, so they go one by one.
-- step: sheets
select list({'name': name, 'spelling': spelling, 'as_given': as_given, 'as_family': as_family}) as rows
from spellings where spelling >= '{' group by name % 512

-- view: heard
select unnest(rows, max_depth := 2), unnest(string_split(sound, chr(10))) as sound,
    unnest(string_split($skeleton_of_thai, chr(10))) as skeleton
from (
    select rows, $sound as sound
    from (
        select rows, $read as read
        from (select rows, array_to_string([r.spelling for r in rows], chr(10)) as spelling from sheets) as written
    ) as read_aloud
) as sounded
union all
select name, spelling, as_given, as_family, sound, $skeleton as skeleton
from (
    select *, $sound as sound from (select *, $read as read from spellings where spelling < '{') as read_aloud
) as latin

-- step: names
select name, spelling, text_key(nullif(sound, '')) as sound, text_key(nullif(skeleton, '')) as skeleton,
    cast(as_given as integer) as as_given, cast(as_family as integer) as as_family
from heard
