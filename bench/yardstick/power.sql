-- All effects of a start in one statement with one commit.
\set n 2 * random(1, :servers / 2)
\set account :first_account + (:n - 1) % :accounts
SELECT * FROM api_tokens WHERE hash = :hash;
WITH server AS (
  UPDATE servers SET status = 'STARTING', current_operation_id = nextval('operation_ids'), updated_at = now()
  WHERE id = :n AND account_id = :account AND deleted = FALSE
  RETURNING id, account_id, current_operation_id
)
INSERT INTO operations (id, server_id, account_id, kind, status, steps_done, attempts, relocating, due_at, created_at)
SELECT current_operation_id, id, account_id, 'START', 'PENDING', 0, 0, FALSE, now(), now() FROM server
RETURNING id;
