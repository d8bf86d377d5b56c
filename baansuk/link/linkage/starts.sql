-- Where every record starts from: records of one undoubted id as one point, which need not be asked about.
-- view: starts_of_fresh
select rid, node as point from nodes where not doubted

-- view: starts
select rid, point from starts_of_fresh
