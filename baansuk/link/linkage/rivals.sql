-- Who else could it be? Every pair with what is surely known of its two records otherwise (rivals.py says what it is for).
-- step: facing
select s.l, s.r, s.pattern, s.rules, s.probability, a.source as of_l, b.source as of_r
from scored s
join cleaned a on s.l = a.rid
join cleaned b on s.r = b.rid

-- The files in which a record has surely been found, and how surely.
-- step: surely_found
select rid, file, max(probability) as probability
from (
    select l as rid, of_r as file, probability from facing where probability >= $sure
    union all
    select r, of_l, probability from facing where probability >= $sure
) as both_ways
group by rid, file

-- A rival is a surer partner of either record in the file of the other; of two that are equally sure neither is one.
-- step: beside_rivals
select f.l, f.r, f.pattern, f.rules, f.probability,
    case when f.of_l = f.of_r then 0 else 2 end
        + case when greatest(coalesce(x.probability, 0), coalesce(y.probability, 0)) > f.probability then 1 else 0 end as kind
from facing f
left join surely_found x on f.l = x.rid and f.of_r = x.file
left join surely_found y on f.r = y.rid and f.of_l = y.file
