-- As it was when the machine was defined; null: none.
ALTER TABLE simulated_machines ADD COLUMN ssh_key VARCHAR(8192);
