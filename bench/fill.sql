-- Fills an installation that has only the demo in it: :servers servers, the odd ones active and the even ones stopped, each
-- with a machine, and 100 more for the account after the last; hosts and addresses for them and for 300,000 more. Server n
-- belongs to account :first_account + (n - 1) % :accounts.
\set hosts 600
BEGIN;

INSERT INTO hosts (name, location, hypervisor, vcpus, memory, storage, used_vcpus, used_memory, used_storage)
SELECT 'bench-' || n, 'us-west', 'simulated', 4000, 8000000, 160000, 0, 0, 0 FROM generate_series(1, :hosts) n;
SELECT max(id) - :hosts + 1 AS first_host FROM hosts \gset

INSERT INTO servers (id, machine, account_id, name, hostname, backups_enabled, plan_id, os_id, location, host_id, ipv4,
  ipv6, price_hourly, price_monthly, status, current_operation_id, fence, first_active_at, created_at, updated_at, deleted)
SELECT n, gen_random_uuid(), :first_account + CASE WHEN n > :servers THEN :accounts ELSE (n - 1) % :accounts END,
  'server-' || n, 'server-' || n || '.example.com',
  n % 3 = 0, 1 + n % 2, 1 + n % 6, 'us-west', :first_host + n % :hosts,
  '10.' || (n >> 16) || '.' || (n >> 8 & 255) || '.' || (n & 255), '2001:db8:1::' || to_hex(n),
  0.0150, 10, CASE n % 2 WHEN 1 THEN 'ACTIVE' ELSE 'STOPPED' END, NULL, 1, now(), now(), now(), FALSE
FROM generate_series(1, :servers + 100) n;
SELECT setval('server_ids', :servers + 100);

INSERT INTO meters (server_id, account_id, price_hourly, price_monthly, started_at, booked_hours, due_at)
SELECT id, account_id, price_hourly, price_monthly, created_at, 0, created_at + INTERVAL '1 hour' FROM servers;

INSERT INTO server_usage (server_id, cpu_percent, memory_used, disk_used, traffic_counter, month_traffic, sampled_at)
SELECT id, 12.5, 1000, 20, 1000000000, 5000000000, now() FROM servers;

INSERT INTO reservations (server_id, host_id, vcpus, memory, storage)
SELECT s.id, s.host_id, p.vcpus, p.memory, p.storage FROM servers s JOIN plans p ON p.id = s.plan_id;
UPDATE hosts h SET used_vcpus = r.vcpus, used_memory = r.memory, used_storage = r.storage
FROM (SELECT host_id, sum(vcpus) AS vcpus, sum(memory) AS memory, sum(storage) AS storage FROM reservations GROUP BY 1) r
WHERE h.id = r.host_id;

INSERT INTO addresses (location, address, server_id)
SELECT 'us-west', '10.' || (n >> 16) || '.' || (n >> 8 & 255) || '.' || (n & 255), CASE WHEN n <= :servers + 100 THEN n END
FROM generate_series(1, :servers + 300000) n;

UPDATE accounts a SET servers = s.servers, hourly_cost = s.cost
FROM (SELECT account_id, count(*) AS servers, sum(price_hourly) AS cost FROM servers GROUP BY 1) s
WHERE a.id = s.account_id;

INSERT INTO simulated_machines (host_id, machine, version, fence, defined, vcpus, memory, storage, powered_on_at,
  booted_at, traffic, define_count, power_on_count, shut_down_count, power_off_count, remove_count)
SELECT s.host_id, s.machine, 1, 1, TRUE, p.vcpus, p.memory, p.storage, CASE s.status WHEN 'ACTIVE' THEN now() END,
  CASE s.status WHEN 'ACTIVE' THEN now() END, 0, 1, 1, 0, 0, 0
FROM servers s JOIN plans p ON p.id = s.plan_id;

-- While this trigger is enabled, what is accepted is not due before tomorrow, so that accepting is measured alone.
CREATE FUNCTION bench_defer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.due_at := NEW.due_at + INTERVAL '1 day';
  RETURN NEW;
END $$;
CREATE TRIGGER bench_defer BEFORE INSERT ON operations FOR EACH ROW EXECUTE FUNCTION bench_defer();
ALTER TABLE operations DISABLE TRIGGER bench_defer;

COMMIT;
