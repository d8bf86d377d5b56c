-- Nobody has said anything of two records yet.
-- step: judged_pairs
select cast(null as bigint) as l, cast(null as bigint) as r, cast(null as varchar) as decision
from (select 1) as t where false
