-- The links within persons that a human has parted: they are followed anew, without the one that he denied.
-- step: reopened_records
select o.rid, o.record_id from near_persons o join reopened p on o.point = p.point

-- step: reopened_ties
select least(x.rid, y.rid) as l, greatest(x.rid, y.rid) as r,
    case when k.pattern = 'human' then 2.0 else k.probability end as probability, cast(null as integer) as pattern
from old_links k
join reopened_records x on k."left" = x.record_id
join reopened_records y on k."right" = y.record_id
left join judged_pairs j on least(x.rid, y.rid) = j.l and greatest(x.rid, y.rid) = j.r
where coalesce(j.decision, 'unsure') <> 'different'
