-- All effects of a create in one statement with one commit.
\set account random(:first_account, :first_account + :accounts - 1)
\set host random(:last_host - 599, :last_host)
\set from random(:servers, :servers + 250000)
SELECT * FROM api_tokens WHERE hash = :hash;
WITH ids AS MATERIALIZED (
  SELECT nextval('server_ids') AS server, nextval('operation_ids') AS operation
), host AS (
  UPDATE hosts SET used_vcpus = used_vcpus + 2, used_memory = used_memory + 4096, used_storage = used_storage + 80
  WHERE id = :host AND used_vcpus + 2 <= vcpus AND used_memory + 4096 <= memory AND used_storage + 80 <= storage
  RETURNING id
), free AS MATERIALIZED (
  SELECT id FROM addresses
  WHERE location = 'us-west' AND server_id IS NULL AND id >= :from
    AND (quarantined_until IS NULL OR quarantined_until <= now())
  ORDER BY location, server_id, id LIMIT 1 FOR UPDATE SKIP LOCKED
), address AS (
  UPDATE addresses a SET server_id = ids.server, quarantined_until = NULL FROM ids, free WHERE a.id = free.id
  RETURNING a.address
), account AS (
  UPDATE accounts SET servers = servers + 1, hourly_cost = hourly_cost + 0.0150
  WHERE id = :account AND servers < max_servers AND balance >= (hourly_cost + 0.0150) * 24
  RETURNING id
), reservation AS (
  INSERT INTO reservations (server_id, host_id, vcpus, memory, storage)
  SELECT ids.server, host.id, 2, 4096, 80 FROM ids, host
), server AS (
  INSERT INTO servers (id, machine, account_id, name, hostname, backups_enabled, plan_id, os_id, location, host_id, ipv4,
    ipv6, price_hourly, price_monthly, status, current_operation_id, fence, created_at, updated_at, deleted)
  SELECT ids.server, gen_random_uuid(), account.id, 'created', 'created', FALSE, 1, 3, 'us-west', host.id, address.address,
    'none', 0.0150, 10, 'PROVISIONING', ids.operation, 0, now(), now(), FALSE
  FROM ids, host, address, account
  RETURNING id, account_id, current_operation_id
)
INSERT INTO operations (id, server_id, account_id, kind, status, steps_done, attempts, relocating, due_at, created_at)
SELECT current_operation_id, id, account_id, 'PROVISION', 'PENDING', 0, 0, FALSE, now(), now() FROM server
RETURNING id;
