-- The persons of whom anything is new, and which of the older names each keeps.
-- step: touched
select rid from fresh
union
select coalesce(s.rid, l.point) as rid from labels l left join starts s on l.point = s.point
union
select o.rid from near_persons o join reopened p on o.point = p.point
$all

-- step: touched_persons
select o.rid, o.record_id, o.point, o.person_id from near_persons o where o.rid in (select rid from touched)

-- step: placed
select c.rid, c.record_id, coalesce(s.label, l.label, c.point) as person, c.old_id, true as linked
from (
    select o.rid, o.record_id, coalesce(n.point, case when p.point is null then o.point else o.rid end) as point,
        o.person_id as old_id
    from touched_persons o
    left join reopened p on o.point = p.point
    left join starts_of_fresh n on o.rid = n.rid
    union all
    select f.rid, f.record_id, coalesce(n.point, f.rid), null
    from fresh f left join starts_of_fresh n on f.rid = n.rid
) as c
left join labels l on c.point = l.point
left join settled s on c.point = s.point

-- step: claims
select person, old_id, count(*) as records, min(record_id) as first
from placed
where old_id is not null
group by person, old_id

-- Of the names among its records a person wants the one that most of them had, on a tie the smaller; a name goes to the
-- person with most of its records.
-- step: kept_names
select person, old_id
from (
    select *, row_number() over (partition by old_id order by records desc, first) as claim
    from (
        select *, row_number() over (partition by person order by records desc, old_id) as wish from claims
    ) as wished
    where wish = 1
) as claimed
where claim = 1

-- step: person_names
select p.person, p.records, coalesce(k.old_id,
    case when u.person_id is null then p.first else concat(p.first, '~$generation') end) as person_id
from (select person, count(*) as records, min(record_id) as first from placed group by person) as p
left join kept_names k on p.person = k.person
left join (select old_id as person_id from claims union select person_id from old_retired) as u on p.first = u.person_id

-- step: retired
select old_id as person_id, person_id as successor
from (
    select c.old_id, n.person_id, row_number() over (partition by c.old_id order by c.records desc, n.person_id) as place
    from claims c join person_names n on c.person = n.person
) as followed
where place = 1 and old_id not in (select person_id from person_names)

-- step: named
select p.rid, p.record_id, p.person as point, n.person_id, p.old_id
from placed p join person_names n on p.person = n.person

-- Of the older records few have another person now.
-- step: renamed
select record_id, person_id from named where old_id <> person_id

-- Where the older file has them, from 0.
-- view: renamed_rows
select o.row_number from old_clusters o join renamed n on o.record_id = n.record_id

-- view: changes
select case when n.old_id is null then 'join' when r.person_id is not null then 'merge' else 'split' end as kind,
    n.person_id, n.record_id, coalesce(n.old_id, '') as old_id
from named n
left join retired r on n.old_id = r.person_id
left join (select distinct old_id as person_id from claims) as before on n.person_id = before.person_id
where n.old_id <> n.person_id or (n.old_id is null and before.person_id is not null)

-- view: events
select cast(dense_rank() over (order by kind, person_id, old_id) as integer) as event, kind, person_id, record_id
from changes
