-- Ends whatever has not ended, and puts the first :servers servers back to where fill.sql left them.
UPDATE operations SET status = 'SUPERSEDED', finished_at = now(), worker = NULL WHERE status IN ('PENDING', 'RUNNING');
UPDATE servers SET status = 'ERROR', current_operation_id = NULL WHERE id > :servers AND current_operation_id IS NOT NULL;
UPDATE servers SET status = CASE id % 2 WHEN 1 THEN 'ACTIVE' ELSE 'STOPPED' END, current_operation_id = NULL
WHERE id <= :servers AND (current_operation_id IS NOT NULL OR status <> CASE id % 2 WHEN 1 THEN 'ACTIVE' ELSE 'STOPPED' END);
UPDATE simulated_machines m SET fence = s.fence, off_at = NULL, version = m.version + 1,
  powered_on_at = CASE s.id % 2 WHEN 1 THEN now() END, booted_at = CASE s.id % 2 WHEN 1 THEN now() END
FROM servers s
WHERE s.machine = m.machine AND s.host_id = m.host_id AND s.id <= :servers
  AND (m.off_at IS NOT NULL OR (m.powered_on_at IS NULL) <> (s.id % 2 = 0));
