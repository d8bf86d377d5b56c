-- The exact persons are one point each, unless a human has called two of their records different.
-- step: parted
select distinct x.person
from judged_pairs j
join person_of_record x on j.l = x.record_id
join person_of_record y on j.r = y.record_id
where j.decision = 'different' and x.person = y.person

-- view: starts
select e.record_id as rid, e.person as point
from person_of_record e left join parted p on e.person = p.person
where p.person is null
