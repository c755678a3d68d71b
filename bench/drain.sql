-- :operations starts of stopped servers, due at once; the workers see them when this is committed.
BEGIN;
CREATE TEMPORARY TABLE drained ON COMMIT DROP AS
SELECT id AS server_id, account_id, nextval('operation_ids') AS id FROM servers
WHERE status = 'STOPPED' AND id <= :servers ORDER BY servers.id LIMIT :operations;
INSERT INTO operations (id, server_id, account_id, kind, status, steps_done, attempts, relocating, due_at, deadline,
  created_at)
SELECT id, server_id, account_id, 'START', 'PENDING', 0, 0, FALSE, now(), NULL, now() FROM drained;
UPDATE servers s SET status = 'STARTING', current_operation_id = d.id, updated_at = now()
FROM drained d WHERE s.id = d.server_id;
SELECT min(id) AS first, max(id) AS last FROM drained;
COMMIT;
