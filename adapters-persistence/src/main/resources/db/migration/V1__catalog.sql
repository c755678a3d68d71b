CREATE TABLE locations (
  code VARCHAR(63) NOT NULL,
  name VARCHAR(100) NOT NULL,
  retired BOOLEAN NOT NULL,
  CONSTRAINT pk_locations PRIMARY KEY (code)
);

-- Plans and operating systems have ids that clients know: the operator gives them.
CREATE TABLE plans (
  id BIGINT NOT NULL,
  name VARCHAR(100) NOT NULL,
  vcpus BIGINT NOT NULL,
  memory BIGINT NOT NULL,
  storage BIGINT NOT NULL,
  bandwidth BIGINT NOT NULL,
  price_hourly NUMERIC(19, 4) NOT NULL,
  price_monthly NUMERIC(19, 4) NOT NULL,
  retired BOOLEAN NOT NULL,
  CONSTRAINT pk_plans PRIMARY KEY (id)
);

CREATE TABLE operating_systems (
  id BIGINT NOT NULL,
  name VARCHAR(100) NOT NULL,
  retired BOOLEAN NOT NULL,
  CONSTRAINT pk_operating_systems PRIMARY KEY (id)
);
