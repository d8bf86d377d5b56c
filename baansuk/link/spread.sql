-- One pass over the rosters that are tied to each other: each takes the smallest label within reach.

-- step: next_labels
select l.roster, coalesce(n.label, l.label) as label
from labels l
left join (
    select s.roster, min(low.label) as label
    from shared_seats s
    join (
        select s2.tie, min(l2.label) as label
        from shared_seats s2
        join labels l2 on s2.roster = l2.roster
        group by s2.tie
    ) as low on s.tie = low.tie
    group by s.roster
) as n on l.roster = n.roster
