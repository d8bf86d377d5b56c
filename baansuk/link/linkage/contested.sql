-- Groups in which two different ids, or two records that a human has called different, have come together.
-- step: kept_apart
select coalesce(a.node, j.l) as l, coalesce(b.node, j.r) as r
from judged_pairs j
left join (select rid, node from nodes where not doubted) as a on j.l = a.rid
left join (select rid, node from nodes where not doubted) as b on j.r = b.rid
where j.decision = 'different'

-- step: contested
select l.label
from labels l join cleaned c on l.point = c.rid
where c.id is not null
group by l.label
having min(c.id) <> max(c.id)
union
select x.label
from kept_apart k join labels x on k.l = x.point join labels y on k.r = y.point
where x.label = y.label

-- step: contested_points
select l.point, c.id, c.record_id
from labels l join contested x on l.label = x.label join cleaned c on l.point = c.rid

-- view: contested_ties
select t.l, t.r, t.probability
from ties t join labels l on t.l = l.point join contested x on l.label = x.label
