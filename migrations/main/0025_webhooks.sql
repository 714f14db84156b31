-- Webhooks to integrators. An endpoint is called by deliveries of messages; a message is one event as it was rendered, once for all.
CREATE TABLE webhook_endpoints (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  description TEXT NOT NULL,
  event_types TEXT NOT NULL CHECK (json_valid(event_types)),
  status TEXT NOT NULL CHECK (status IN ('enabled', 'disabled')),
  disabled_reason TEXT CHECK (disabled_reason IN ('staff', 'gone', 'failing')),
  disabled_at TEXT,
  -- Sealed (src/platform/secret-box.ts). The old one signs beside the new one until its time is over.
  secret TEXT NOT NULL,
  old_secret TEXT,
  old_secret_until TEXT,
  -- How it goes: attempts that failed in a row and since when, and until when it is left alone. No part of the version.
  failures INTEGER NOT NULL DEFAULT 0,
  failing_since TEXT,
  paused_until TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CHECK ((status = 'disabled') = (disabled_reason IS NOT NULL)),
  CHECK ((old_secret IS NULL) = (old_secret_until IS NULL))
);

-- `body` is the text as it is sent; NULL once the person that it tells of was erased.
CREATE TABLE webhook_messages (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  body TEXT,
  order_id TEXT,
  customer_id TEXT,
  created_at TEXT NOT NULL
);
CREATE INDEX webhook_messages_created ON webhook_messages (created_at);
CREATE INDEX webhook_messages_order ON webhook_messages (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX webhook_messages_customer ON webhook_messages (customer_id) WHERE customer_id IS NOT NULL;

-- The truth about what is still to be sent: the queue only says that it is time. `tries` are those since the last replay. Whoever
-- holds the lease is calling the endpoint; from `resend_at` on the minutely job tells the queue (again).
CREATE TABLE webhook_deliveries (
  id TEXT PRIMARY KEY,
  message_id TEXT NOT NULL REFERENCES webhook_messages (id),
  endpoint_id TEXT NOT NULL,
  type TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'succeeded', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  due_at TEXT NOT NULL,
  resend_at TEXT NOT NULL,
  lease_until TEXT,
  response_status INTEGER,
  error TEXT,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  UNIQUE (message_id, endpoint_id)
);
CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (endpoint_id, resend_at, created_at) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_leased ON webhook_deliveries (endpoint_id, lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (endpoint_id, created_at, id);
CREATE INDEX webhook_deliveries_status ON webhook_deliveries (status, created_at, id);
CREATE INDEX webhook_deliveries_type ON webhook_deliveries (type, created_at, id);
CREATE INDEX webhook_deliveries_created ON webhook_deliveries (created_at, id);

CREATE TABLE webhook_attempts (
  delivery_id TEXT NOT NULL REFERENCES webhook_deliveries (id),
  number INTEGER NOT NULL,
  at TEXT NOT NULL,
  status INTEGER,
  duration_ms INTEGER,
  error TEXT,
  response TEXT,
  PRIMARY KEY (delivery_id, number)
) WITHOUT ROWID;
