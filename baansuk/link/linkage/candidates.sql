-- Records with one valid id are one person without further asking, unless names and birth both say otherwise, or a human
-- has said so of two of them. The others are held against the first of them by name, and not by its place in a file:
-- which pairs are looked at must not depend on the order of rows. Beside an older linkage one of its records goes first.
-- step: parted_ids
select distinct x.id
from judged j
join cleaned x on j.left_id = x.record_id
join cleaned y on j.right_id = y.record_id
where j.decision = 'different' and x.id = y.id

-- step: id_groups
select g.id, node, records, differ or p.id is not null as doubted
from (
    select id, arg_min(rid, $first) as node, count(*) as records,
        coalesce(min(given_skeleton) <> max(given_skeleton) and min(birth) <> max(birth), false) as differ
    from cleaned
    where id is not null $asked_ids
    group by id
    having count(*) > 1
) as g
left join parted_ids p on g.id = p.id

-- step: nodes
select c.rid, g.node, g.doubted, g.records
from keyed c
join id_groups g on c.id = g.id
