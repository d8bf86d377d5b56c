-- What is told of the linkage: the pairs that were accepted, and every pattern with an example.

-- view: accepted_pairs
select t.l, t.r, least(t.probability, 1.0) as probability, coalesce(t.pattern, s.pattern) as pattern
from tied t
left join (
    select s.l, s.r, min(s.pattern) as pattern from judged_pairs j join scored s on j.l = s.l and j.r = s.r group by s.l, s.r
) as s on t.probability > 1 and t.l = s.l and t.r = s.r

-- view: accepted$new
select least(x.record_id, y.record_id) as left_id, greatest(x.record_id, y.record_id) as right_id, t.probability,
    coalesce(p.told, 'human') as pattern
from accepted_pairs t
join placed x on t.l = x.rid
join placed y on t.r = y.rid
left join pattern_odds p on t.pattern = p.pattern
where x.person = y.person

-- view: pattern_table$new
select p.told as pattern,
    case when p.pattern // $rest = 3 then 'two_ids' when p.probability >= 0.5 then 'same' else 'different' end as label,
    e.candidates, p.probability, e.example_left, e.example_right
from pattern_examples e
join pattern_odds p on e.pattern = p.pattern
