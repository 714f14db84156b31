-- Every mail that the shop decided to send. UNIQUE (event_id, template): one mail an event, however often it is delivered.

CREATE TABLE notifications (
  id TEXT PRIMARY KEY,
  event_id TEXT NOT NULL,
  template TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('email')),
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  order_id TEXT,
  status TEXT NOT NULL CHECK (status IN ('sending', 'sent', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  locked_until TEXT,
  provider_id TEXT,
  error TEXT,
  created_at TEXT NOT NULL,
  sent_at TEXT,
  UNIQUE (event_id, template)
);
CREATE INDEX notifications_order ON notifications (order_id);
CREATE INDEX notifications_status ON notifications (status, created_at);
