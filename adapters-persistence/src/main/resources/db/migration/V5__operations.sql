CREATE SEQUENCE operation_ids START WITH 1;

-- The record that clients read, and the entry in the queue: "worker" holds it while the worker's lease in replicas lasts,
-- under "fence", the server's fence as its claim raised it.
CREATE TABLE operations (
  id BIGINT NOT NULL,
  server_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  kind VARCHAR(16) NOT NULL,
  status VARCHAR(16) NOT NULL,
  steps_done INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  grace_until TIMESTAMP WITH TIME ZONE,
  relocating BOOLEAN NOT NULL,
  due_at TIMESTAMP WITH TIME ZONE NOT NULL,
  deadline TIMESTAMP WITH TIME ZONE,
  failure VARCHAR(32),
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  started_at TIMESTAMP WITH TIME ZONE,
  finished_at TIMESTAMP WITH TIME ZONE,
  worker UUID,
  fence BIGINT,
  CONSTRAINT pk_operations PRIMARY KEY (id),
  CONSTRAINT fk_operations_server FOREIGN KEY (server_id) REFERENCES servers (id)
);

-- claims: those that have ended are never looked at
CREATE INDEX ix_operations_due ON operations (status, due_at);

-- claims: what is still held of a server; history: a server's operations
CREATE INDEX ix_operations_server ON operations (server_id, worker);

CREATE INDEX ix_operations_worker ON operations (worker);

-- The running processes. No foreign key points here: a name in "worker" that is missing here is a dead process.
CREATE TABLE replicas (
  id UUID NOT NULL,
  lease_until TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_replicas PRIMARY KEY (id)
);
