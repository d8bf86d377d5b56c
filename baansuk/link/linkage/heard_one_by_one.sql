-- What every spelling sounds like, one row at a time: for engines whose functions cost nothing to begin.
-- step: names
select name, spelling, text_key(nullif(sound, '')) as sound, text_key(nullif(skeleton, '')) as skeleton,
    cast(as_given as integer) as as_given, cast(as_family as integer) as as_family
from (
    select *, $skeleton as skeleton
    from (select *, $sound as sound from (select *, $read as read from spellings) as read_aloud) as heard
) as bared
