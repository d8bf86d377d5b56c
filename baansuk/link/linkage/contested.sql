-- Groups in which two different ids, or two records that a human has called different, have come together.
-- step: members
select l.point, l.label, coalesce(s.rid, l.point) as rid
from labels l left join starts s on l.point = s.point

-- step: kept_apart
select distinct coalesce(a.point, j.l) as l, coalesce(b.point, j.r) as r
from judged_pairs j
left join starts a on j.l = a.rid
left join starts b on j.r = b.rid
where j.decision = 'different' and coalesce(a.point, j.l) <> coalesce(b.point, j.r)

-- step: contested
select m.label
from members m join cleaned c on m.rid = c.rid
where c.id is not null
group by m.label
having min(c.id) <> max(c.id)
union
select x.label
from kept_apart k join labels x on k.l = x.point join labels y on k.r = y.point
where x.label = y.label

-- step: contested_points
select m.point, c.id, min(c.record_id) as name
from members m join contested x on m.label = x.label join cleaned c on m.rid = c.rid
group by m.point, c.id

-- view: contested_ties
select t.l, t.r, t.probability
from ties t join labels l on t.l = l.point join contested x on l.label = x.label
