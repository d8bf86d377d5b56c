-- What people are asked: the queue of doubtful pairs, and pairs drawn at random for the estimates of quality. Drawn by
-- number, so that a run repeated asks the same; a sampled pair weighs as many pairs as it stands for.

-- step: strata
select l, r, pattern, probability, case when probability < $low then 0 when probability < $high then 1 else 2 end as stratum,
    text_key(concat(cast(l as varchar), '/', cast(r as varchar))) as lot
from scored where pattern // $rest <> 3

-- step: drawn_pairs
select d.l, d.r, d.pattern, d.probability, cast(s.pairs as double) / least(s.pairs, $sampled) as weight, d.place
from (select *, row_number() over (partition by stratum order by lot, l, r) as place from strata) as d
join (select stratum, count(*) as pairs from strata group by stratum) as s on d.stratum = s.stratum
where d.place <= $sampled

-- Records are named by text in the linkage, and texts stand in another order than numbers.
-- view: queued
select least(cast(left_id as bigint), cast(right_id as bigint)) as l,
    greatest(cast(left_id as bigint), cast(right_id as bigint)) as r, reason, rank, probability, pattern
from review

-- step: questions_asked
select q.l as "left", q.r as "right", q.reason, cast(q.rank as integer) as rank, q.probability, p.told as pattern,
    cast(null as double) as weight
from queued q join pattern_odds p on q.pattern = p.pattern
union all
select d.l, d.r, 'sample', cast($most + row_number() over (order by d.place, d.l, d.r) as integer), d.probability, p.told,
    d.weight
from drawn_pairs d
join pattern_odds p on d.pattern = p.pattern
left join judged_pairs j on d.l = j.l and d.r = j.r
left join queued q on d.l = q.l and d.r = q.r
where j.l is null and q.l is null
