-- Where every record starts from: records of one undoubted id as one point, which need not be asked about.
-- view: starts
select rid, node as point from nodes where not doubted
