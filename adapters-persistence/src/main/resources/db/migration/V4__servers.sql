CREATE SEQUENCE server_ids START WITH 1;

-- A deleted server keeps its row, so that its fence never falls. "deleted" is set from the moment it is gone for its
-- account, which is before its status is DELETED.
CREATE TABLE servers (
  id BIGINT NOT NULL,
  machine UUID NOT NULL,
  account_id BIGINT NOT NULL,
  name VARCHAR(63) NOT NULL,
  hostname VARCHAR(253) NOT NULL,
  backups_enabled BOOLEAN NOT NULL,
  plan_id BIGINT NOT NULL,
  os_id BIGINT NOT NULL,
  location VARCHAR(63) NOT NULL,
  host_id BIGINT NOT NULL,
  ipv4 VARCHAR(15) NOT NULL,
  ipv6 VARCHAR(39) NOT NULL,
  price_hourly NUMERIC(19, 4) NOT NULL,
  price_monthly NUMERIC(19, 4) NOT NULL,
  status VARCHAR(16) NOT NULL,
  current_operation_id BIGINT,
  fence BIGINT NOT NULL,
  first_active_at TIMESTAMP WITH TIME ZONE,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deleted BOOLEAN NOT NULL,
  CONSTRAINT pk_servers PRIMARY KEY (id),
  CONSTRAINT fk_servers_account FOREIGN KEY (account_id) REFERENCES accounts (id),
  CONSTRAINT fk_servers_plan FOREIGN KEY (plan_id) REFERENCES plans (id),
  CONSTRAINT fk_servers_os FOREIGN KEY (os_id) REFERENCES operating_systems (id),
  CONSTRAINT fk_servers_location FOREIGN KEY (location) REFERENCES locations (code),
  CONSTRAINT fk_servers_host FOREIGN KEY (host_id) REFERENCES hosts (id),
  CONSTRAINT uq_servers_machine UNIQUE (machine)
);

-- lists: keyset by id within an account
CREATE INDEX ix_servers_account ON servers (account_id, deleted, id);

-- sampling: keyset by id within a status
CREATE INDEX ix_servers_status ON servers (status, id);

CREATE TABLE server_usage (
  server_id BIGINT NOT NULL,
  cpu_percent DOUBLE PRECISION NOT NULL,
  memory_used BIGINT NOT NULL,
  disk_used BIGINT NOT NULL,
  traffic_counter BIGINT NOT NULL,
  month_traffic BIGINT NOT NULL,
  sampled_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_server_usage PRIMARY KEY (server_id),
  CONSTRAINT fk_server_usage_server FOREIGN KEY (server_id) REFERENCES servers (id)
);
