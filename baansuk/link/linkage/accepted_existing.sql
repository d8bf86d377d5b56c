-- The same together with what the older linkage told.
-- view: pattern_table
select coalesce(n.pattern, o.pattern) as pattern, coalesce(n.label, o.label) as label,
    coalesce(n.candidates, 0) + coalesce(o.candidates, 0) as candidates,
    coalesce(n.probability, o.probability) as probability,
    coalesce(o.example_left, n.example_left) as example_left, coalesce(o.example_right, n.example_right) as example_right
from pattern_table_new n
full outer join old_patterns o on n.pattern = o.pattern

-- view: review
select left_id, right_id, reason, row_number() over (order by rank, left_id, right_id) as rank, probability, pattern
from (
    select left_id, right_id, reason, rank, probability, pattern from review_new
    union all
    select o."left", o."right", o.reason, o.rank, null, null
    from old_review o
    left join judged j on o."left" = least(j.left_id, j.right_id) and o."right" = greatest(j.left_id, j.right_id)
    left join review_new n on o."left" = n.left_id and o."right" = n.right_id
    where j.left_id is null and n.left_id is null
) as both_queues
