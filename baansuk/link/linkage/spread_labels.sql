-- One level of joining: every point takes the smallest of its neighbours; where the two ends of a tie still differ, their
-- labels are tied on the next level, which is many times smaller.
-- step: labels_$level
select point, min(other) as label
from (
    select l as point, l as other from ties_$level
    union all select r, l from ties_$level
) as seen
group by point

-- step: ties_$next
select distinct least(a.label, b.label) as l, greatest(a.label, b.label) as r
from ties_$level t
join labels_$level a on t.l = a.point
join labels_$level b on t.r = b.point
where a.label <> b.label
