\set n random(1, :servers)
\set account :first_account + (:n - 1) % :accounts
SELECT * FROM api_tokens WHERE hash = :hash;
SELECT s.*, p.name AS plan_name, p.vcpus AS plan_vcpus, p.memory AS plan_memory, p.storage AS plan_storage,
  p.bandwidth AS plan_bandwidth, p.price_hourly AS plan_price_hourly, p.price_monthly AS plan_price_monthly,
  p.retired AS plan_retired, o.name AS os_name, o.retired AS os_retired,
  u.cpu_percent, u.memory_used, u.disk_used, u.traffic_counter, u.month_traffic, u.sampled_at
FROM servers s JOIN plans p ON p.id = s.plan_id JOIN operating_systems o ON o.id = s.os_id
LEFT JOIN server_usage u ON u.server_id = s.id
WHERE s.id = :n AND s.account_id = :account AND s.deleted = FALSE;
