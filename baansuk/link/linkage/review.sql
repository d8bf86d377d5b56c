-- What a human should look at, the weightiest first: the gain of an answer is how probable it is to change something,
-- times the pairs of records that it would join or part.

-- view: sizes
select person, records from person_names

-- step: doubtful
select s.*, x.person as one, y.person as other
from open_questions s
join placed x on s.l = x.rid
join placed y on s.r = y.rid
left join judged_pairs j on s.l = j.l and s.r = j.r
where j.l is null

-- Whole numbers are multiplied first: three factors in another order would end in another digit, and change the ranks.
-- step: weighed
select d.*, case
    when one = other then (1 - probability) * (coalesce(a.records, 1) - 1)
    when reason = 'two_ids' then $two_ids * (coalesce(a.records, 1) * coalesce(b.records, 1))
    else greatest(probability, 0.5 * beside) * (coalesce(a.records, 1) * coalesce(b.records, 1)) end as weight
from doubtful d
left join sizes a on d.one = a.person
left join sizes b on d.other = b.person

-- One question for each two groups: a second answer about them would change nothing.
-- step: asked
select least(x.record_id, y.record_id) as left_id, greatest(x.record_id, y.record_id) as right_id, reason, weight,
    probability, pattern
from (
    select *, row_number() over (partition by least(one, other), greatest(one, other), one = other
        order by weight desc, pattern, least(a.record_id, b.record_id), greatest(a.record_id, b.record_id)) as place
    from weighed w join placed a on w.l = a.rid join placed b on w.r = b.rid
) as q
join placed x on q.l = x.rid join placed y on q.r = y.rid
where q.place = 1

-- view: review$new
select left_id, right_id, reason, rank, probability, pattern
from (
    select *, row_number() over (order by weight desc, left_id, right_id) as rank from asked
) as ranked
where rank <= $most
