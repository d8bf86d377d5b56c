-- One level of joining: every point takes the first of itself and its neighbours, in an order that is another one on each
-- level and has nothing to do with how records stand in a file: along a chain of a hundred in one row, each level would
-- else take off one link. Where the two ends of a tie still differ, their labels are tied on the next level, which is
-- several times smaller.
-- step: labels_$level
select point, xor(min(xor(other, $order)), $order) as label
from (
    select l as point, l as other from ties_$level
    union all select l, r from ties_$level
    union all select r, l from ties_$level
    union all select r, r from ties_$level
) as seen
group by point

-- step: ties_$next
select distinct least(a.label, b.label) as l, greatest(a.label, b.label) as r
from ties_$level t
join labels_$level a on t.l = a.point
join labels_$level b on t.r = b.point
where a.label <> b.label
