-- DuckDB begins every function anew for each row, and translate() builds its table each time: so names are written on
-- sheets, a sheet is rewritten as one text (hearing.py), and cut again. No name has a line end.
-- step: sheets
select sheet, list({'name': name, 'spelling': spelling, 'as_given': as_given, 'as_family': as_family}) as names_on
from (select *, name % $sheets as sheet from spellings) as s
group by sheet

-- view: written_sheets
select sheet, array_to_string([n.spelling for n in names_on], chr(10)) as spellings from sheets

-- step: names
select name, spelling, text_key(nullif(sound, '')) as sound, text_key(nullif(skeleton, '')) as skeleton, as_given, as_family
from (
    select unnest(s.names_on, max_depth := 2), unnest(string_split(h.sounds, chr(10))) as sound,
        unnest(string_split(h.skeletons, chr(10))) as skeleton
    from sheets s join heard_sheets h on s.sheet = h.sheet
) as heard
