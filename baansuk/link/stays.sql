-- How each person belongs to each home and since when; and the home of every record.

-- What every record said of it, with the days of moving that it tells of.
-- step: said_stays
select
    b.person,
    b.home_key,
    b.record_id,
    m.source,
    m.relation,
    m.observed_on,
    m.life_status = 'dead' as dead,
    g.moved_in_on,
    g.moved_in_on_precision,
    g.left_on,
    g.left_on_precision,
    case
        -- Who moved out of this house stays in its history and is looked for elsewhere.
        when m.life_status = 'moved' then 'left'
        when m.residence in ('lives', 'registered', 'both') then m.residence
        when b.listed then 'listed'
        else 'lives'
    end as kind
from belongings b
join mentions m on b.record_id = m.record_id
left join (
    select record_id, moved_in_on, moved_in_on_precision, left_on, left_on_precision
    from person_rows
    where moved_in_on is not null or left_on is not null
) as g on b.record_id = g.record_id

-- The last house into which each source says that somebody moved.
-- view: arrivals
select person, source, home_key, kind, moved_in_on, moved_in_on_precision, observed_on
from (
    select *, row_number() over (
        partition by person, source order by moved_in_on desc, observed_on desc nulls last, record_id) as latest
    from said_stays
    where moved_in_on is not null and kind in ('lives', 'both')
) as ranked
where latest = 1

-- Rows of other houses that such a move has overtaken: those of the source itself, and whatever was seen before that day.
-- Who is not registered in the new house is still registered in the old one.
-- view: overtaken
select s.record_id, max(a.moved_in_on) as left_on, arg_max(a.moved_in_on_precision, a.moved_in_on) as left_on_precision,
    max(a.observed_on) as told_on, max(case when a.kind = 'both' then 1 else 0 end) = 1 as wholly
from said_stays s
join arrivals a on s.person = a.person
where s.home_key <> a.home_key
    and s.kind in ('lives', 'both', 'listed')
    and (s.observed_on < a.moved_in_on
        or (s.source = a.source and coalesce(s.moved_in_on < a.moved_in_on, true)))
group by s.record_id

-- step: stays
select k.*, coalesce(r.place, 99) as place
from (
    select
        s.person, s.home_key, s.record_id, s.source, s.relation, s.observed_on, s.dead,
        s.moved_in_on, s.moved_in_on_precision,
        case
            when o.record_id is null then s.kind
            when s.kind = 'both' and not o.wholly then 'registered'
            else 'left'
        end as kind,
        coalesce(o.left_on, s.left_on) as left_on,
        case when o.left_on is not null then o.left_on_precision else s.left_on_precision end as left_on_precision,
        case when o.record_id is null then s.observed_on else o.told_on end as told_on
    from said_stays s
    left join overtaken o on s.record_id = o.record_id
) as k
left join main_ranks r on k.source = r.source and k.kind = r.kind

-- view: stay_kinds
select
    person,
    home_key,
    -- A move out that nobody has seen undone since: no later row, with its day, finds the person there again.
    case
        when gone then 'left'
        when both_said or (lives and registered) then 'both'
        when lives then 'lives'
        when registered then 'registered'
        when listed then 'listed'
        else 'left'
    end as kind,
    sources,
    kin,
    gone,
    begins_on,
    begins_precision,
    case when gone or dead or not (both_said or lives or registered or listed)
        then left_on end as ends_on,
    left_precision as ends_precision
from (
    select
        person,
        home_key,
        max(case when kind = 'both' then 1 else 0 end) = 1 as both_said,
        max(case when kind = 'lives' then 1 else 0 end) = 1 as lives,
        max(case when kind = 'registered' then 1 else 0 end) = 1 as registered,
        max(case when kind = 'listed' then 1 else 0 end) = 1 as listed,
        max(case when dead then 1 else 0 end) = 1 as dead,
        count(distinct case when kind <> 'left' then source end) as sources,
        -- Who is kin to the head of the one house is at most a guest in the other.
        min(case when kind = 'left' or relation is null then 1 when relation in ('relative', 'other') then 2 else 0 end) as kin,
        max(moved_in_on) as begins_on,
        arg_max(moved_in_on_precision, moved_in_on) as begins_precision,
        max(left_on) as left_on,
        arg_max(left_on_precision, left_on) as left_precision,
        coalesce(max(case when kind = 'left' then 1 else 0 end) = 1
            and coalesce(max(case when kind <> 'left' then observed_on end) <= max(case when kind = 'left' then told_on end), true)
            and coalesce(max(case when kind <> 'left' then moved_in_on end) <= max(case when kind = 'left' then left_on end), true),
            false) as gone
    from stays
    group by person, home_key
) as kinds

-- view: stay_first
select person, home_key, record_id, source, relation, observed_on, place
from (
    select *, row_number() over (
        partition by person, home_key order by place, observed_on desc nulls last, record_id) as first
    from stays
) as ranked
where first = 1

-- step: lodgings
select f.person, f.home_key, k.kind, f.source, f.relation, f.observed_on,
    k.begins_on, case when k.begins_on is not null then k.begins_precision end as begins_precision,
    k.ends_on, case when k.ends_on is not null then k.ends_precision end as ends_precision,
    row_number() over (
        partition by f.person
        order by case when k.gone then 1 else 0 end, f.place, k.sources desc, k.kin, f.observed_on desc nulls last, f.record_id
    ) = 1 as main
from stay_first f
join stay_kinds k on f.person = k.person and f.home_key = k.home_key

-- Every record of either kind and its home; a list row elsewhere goes with its person's main home.
-- step: homed
select record_id, home_key, home_rule from belongings
union all
select
    s.record_id,
    coalesce(d.home_key, l.home_key) as home_key,
    case when d.home_key is not null then 'address' else 'person' end as home_rule
from seats s
join lodgings l on s.person = l.person and l.main
left join belongings b on s.record_id = b.record_id
left join (
    select person, dwelling, min(home_key) as home_key from belongings where not dwelling like '%/-' group by person, dwelling
) as d on s.person = d.person and s.dwelling = d.dwelling
where b.record_id is null
union all
select h.record_id, coalesce(r.home_key, e.home_key) as home_key, coalesce(r.home_rule, e.home_rule) as home_rule
from house_mentions h
join roster_homes r on h.roster_key = r.roster_key
left join empty_homes e on h.roster_key = e.roster_key

-- step: home_groups
select home_key, min(record_id) as home from homed group by home_key

-- step: home_of_record
select h.record_id, g.home, h.home_rule as household_rule
from homed h
join home_groups g on h.home_key = g.home_key

-- step: home_members
select l.person, g.home, l.kind, l.source, l.relation, l.observed_on, l.main,
    l.begins_on, l.begins_precision, l.ends_on, l.ends_precision
from lodgings l
join home_groups g on l.home_key = g.home_key
