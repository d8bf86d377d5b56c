-- Accepted pairs become persons. Records of one undoubted id are one point from the start, so only other pairs are followed.

-- A human's answer stands above the score of its pair.
-- view: tied
select s.l, s.r, s.probability, s.pattern
from scored s
left join judged_pairs j on s.l = j.l and s.r = j.r
where s.probability >= $accept and coalesce(j.decision, 'unsure') = 'unsure'
union all
select l, r, 2.0, null from judged_pairs where decision = 'same'
$old_ties
