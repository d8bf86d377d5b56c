-- Where every record starts from beside an older linkage: its persons are one point each, unless a human has since called
-- two of their records different; new records of one undoubted id are one point.

-- step: reopened
select distinct x.point
from judged_pairs j
join near_persons x on j.l = x.rid
join near_persons y on j.r = y.rid
where j.decision = 'different' and x.point = y.point

-- view: starts_of_fresh
select rid, node as point from nodes where not doubted and node >= $base and rid >= $base

-- view: starts
select o.rid, o.point
from near_persons o left join reopened p on o.point = p.point
where p.point is null
union all
select rid, point from starts_of_fresh
