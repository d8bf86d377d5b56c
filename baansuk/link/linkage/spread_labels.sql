-- One pass: every point takes the smallest label among its own and its neighbours', then the label of that label.
-- step: next_labels
select n.point, least(n.label, coalesce(far.label, n.label)) as label
from (
    select point, min(label) as label
    from (
        select point, label from labels
        union all
        select t.r, l.label from ties t join labels l on t.l = l.point
        union all
        select t.l, l.label from ties t join labels l on t.r = l.point
    ) as near
    group by point
) as n
left join labels far on n.label = far.point
