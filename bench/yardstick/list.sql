\set account random(:first_account, :first_account + :accounts - 1)
SELECT * FROM api_tokens WHERE hash = :hash;
SELECT s.*, p.name AS plan_name, p.vcpus AS plan_vcpus, p.memory AS plan_memory, p.storage AS plan_storage,
  p.bandwidth AS plan_bandwidth, p.price_hourly AS plan_price_hourly, p.price_monthly AS plan_price_monthly,
  p.retired AS plan_retired, o.name AS os_name, o.retired AS os_retired
FROM servers s JOIN plans p ON p.id = s.plan_id JOIN operating_systems o ON o.id = s.os_id
WHERE s.account_id = :account AND s.deleted = FALSE AND s.id > 0
ORDER BY s.account_id, s.deleted, s.id LIMIT 101;
SELECT COUNT(*) AS total FROM servers s WHERE s.account_id = :account AND s.deleted = FALSE;
