-- Pairs of records drawn by lot, to see how often strangers agree: every record with those after it in the order of the
-- numbers of their names, which has nothing to do with who they are.
-- step: lots
select rid, row_number() over (order by text_key(record_id), rid) as lot from cleaned

-- step: chance_pairs
select least(a.rid, b.rid) as l, greatest(a.rid, b.rid) as r, 2 as rules
from lots a join (select unnest(range(1, $each + 1)) as apart) as d on true
join lots b on b.lot = a.lot + d.apart
