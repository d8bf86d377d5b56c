-- All pairs with their probabilities, those of the doubtful ones anew.
-- step: scored_surely
select * from scored where beside < $low or beside > $high

-- step: scored
select l, r, pattern, rules, probability, beside from scored_surely
union all
select w.l, w.r, w.pattern, w.rules, o.probability, o.beside
from weighed_pairs w join doubt_odds o on w.kind = o.kind and w.pattern = o.pattern
