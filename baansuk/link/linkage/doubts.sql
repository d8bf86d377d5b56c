-- Doubtful pairs with what is surely known of their two records otherwise (doubts.py says what it is for). They are few, so
-- all that is asked of the many is asked for these alone.
-- step: doubted_pairs
select s.l, s.r, s.pattern, s.rules, s.beside, case when s.pattern // $rest = 3 then s.beside else s.probability end as likely,
    a.source as of_l, b.source as of_r, coalesce(x.point = y.point, false) as one_point
from (select * from scored where beside between $low and $high) as s
join cleaned a on s.l = a.rid
join cleaned b on s.r = b.rid
left join starts x on s.l = x.rid
left join starts y on s.r = y.rid

-- step: doubted_records
select distinct rid from (select l as rid from doubted_pairs union all select r from doubted_pairs) as both_ways

-- In which file a record has surely been found, as whom, and how surely; by_point where no score was needed for it.
-- step: sure_partners
select p.rid, c.source as file, p.partner, p.probability, p.by_point
from (
    select d.rid, s.r as partner, s.probability, false as by_point
    from doubted_records d join scored s on d.rid = s.l where s.probability >= $sure
    union all
    select d.rid, s.l, s.probability, false from doubted_records d join scored s on d.rid = s.r where s.probability >= $sure
    union all
    select d.rid, y.rid, 1.0, true
    from doubted_records d join starts x on d.rid = x.rid join starts y on x.point = y.point and x.rid <> y.rid
) as p
join cleaned c on p.partner = c.rid

-- step: rivalled
select distinct l, r
from (
    select d.l, d.r
    from doubted_pairs d join sure_partners p on d.l = p.rid and d.of_r = p.file
    where p.partner <> d.r and p.probability > d.likely and not (p.by_point and d.one_point)
    union all
    select d.l, d.r
    from doubted_pairs d join sure_partners p on d.r = p.rid and d.of_l = p.file
    where p.partner <> d.l and p.probability > d.likely and not (p.by_point and d.one_point)
) as both_ways

-- step: weighed_pairs
select d.l, d.r, d.pattern, d.rules,
    case when d.of_l = d.of_r then 0 else 2 end + case when v.l is null then 0 else 1 end as kind
from doubted_pairs d
left join rivalled v on d.l = v.l and d.r = v.r
