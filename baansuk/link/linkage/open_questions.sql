-- The pairs that an answer could change: what the scores leave open, and what was given up for the sake of others.
-- step: open_questions
select l, r, pattern, probability, beside,
    case when pattern // $rest = 3 then 'two_ids' when pattern // $rest = 2 then 'near_id' else 'uncertain' end as reason
from scored
where (pattern // $rest = 3 and beside >= 0.3) or (pattern // $rest <> 3 and probability between 0.1 and 0.9)
union all
select s.l, s.r, s.pattern, s.probability, s.beside, 'chain'
from given_up g
join scored s on g.l = s.l and g.r = s.r
where s.probability > 0.9
