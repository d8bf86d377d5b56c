-- Everybody of ``$old``, rows of an older clusters.parquet, with the name that is his now, and the new records with theirs.
-- view: $clusters
select o.record_id, coalesce(n.person_id, o.person_id) as person_id
from $old o left join renamed n on o.record_id = n.record_id
union all
select record_id, person_id from named where old_id is null
