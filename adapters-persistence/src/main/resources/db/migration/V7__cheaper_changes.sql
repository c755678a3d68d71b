-- With a status in an index, every change of status wrote into every index of the table. What is sampled is found through
-- its reservation instead, and nothing is looked for by its worker.
DROP INDEX ix_servers_status;
DROP INDEX ix_operations_worker;
