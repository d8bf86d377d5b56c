-- What humans have said of two records, by their numbers.
-- step: judged_pairs
select least(x.rid, y.rid) as l, greatest(x.rid, y.rid) as r, j.decision
from judged j join cleaned x on j.left_id = x.record_id join cleaned y on j.right_id = y.record_id
