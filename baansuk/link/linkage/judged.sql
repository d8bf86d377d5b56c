-- What humans have said of two records, by their numbers. Who could not tell at first and could later has told: the
-- first of the words in the order of letters.
-- step: judged_pairs
select least(x.rid, y.rid) as l, greatest(x.rid, y.rid) as r, min(j.decision) as decision
from judged j join cleaned x on j.left_id = x.record_id join cleaned y on j.right_id = y.record_id
group by least(x.rid, y.rid), greatest(x.rid, y.rid)
