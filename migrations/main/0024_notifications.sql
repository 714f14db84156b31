-- The record of mails gets what became of each after it was sent, what it is made anew from, and who asked for it again. The status may be more
-- than before, so the table is built anew; what it holds stays.

ALTER TABLE notifications RENAME TO notifications_before;

CREATE TABLE notifications (
  id TEXT PRIMARY KEY,
  event_id TEXT NOT NULL,
  template TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('email')),
  category TEXT NOT NULL DEFAULT 'transactional' CHECK (category IN ('transactional', 'staff', 'marketing')),
  locale TEXT,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  order_id TEXT,
  user_id TEXT,
  -- The event's payload and time: ids, from which the mail is made anew.
  payload TEXT,
  occurred_at TEXT,
  -- The mail that this one repeats because staff asked for it.
  resend_of TEXT,
  status TEXT NOT NULL CHECK (status IN ('sending', 'sent', 'delivered', 'bounced', 'complained', 'failed', 'suppressed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  locked_until TEXT,
  -- Of a failed one: when to try again. NULL: never.
  retry_at TEXT,
  provider TEXT,
  provider_id TEXT,
  error TEXT,
  created_at TEXT NOT NULL,
  sent_at TEXT,
  updated_at TEXT,
  UNIQUE (event_id, template)
);

INSERT INTO notifications (id, event_id, template, channel, category, recipient, subject, order_id, user_id, payload, occurred_at, status,
    attempts, locked_until, retry_at, provider, provider_id, error, created_at, sent_at)
  SELECT n.id, n.event_id, n.template, n.channel,
    CASE WHEN n.template = 'abandoned-cart' THEN 'marketing' WHEN n.template LIKE 'staff-%' THEN 'staff' ELSE 'transactional' END,
    n.recipient, n.subject, n.order_id, n.user_id, o.payload, COALESCE(o.occurred_at, n.created_at), n.status,
    n.attempts, n.locked_until, CASE WHEN n.status = 'failed' THEN n.created_at END,
    CASE WHEN n.provider_id IS NOT NULL THEN 'cloudflare' END, n.provider_id, n.error, n.created_at, n.sent_at
  FROM notifications_before n LEFT JOIN outbox o ON o.id = n.event_id;

DROP TABLE notifications_before;

CREATE INDEX notifications_order ON notifications (order_id);
CREATE INDEX notifications_user ON notifications (user_id);
CREATE INDEX notifications_created ON notifications (created_at, id);
CREATE INDEX notifications_category ON notifications (category, created_at, id);
CREATE INDEX notifications_status ON notifications (status, created_at, id);
CREATE INDEX notifications_template ON notifications (template, created_at, id);
CREATE INDEX notifications_recipient ON notifications (recipient COLLATE NOCASE, created_at, id);
CREATE INDEX notifications_provider ON notifications (provider_id) WHERE provider_id IS NOT NULL;

-- What the mail services said about mails, once a report. It names nobody.
CREATE TABLE mail_delivery_reports (
  id TEXT PRIMARY KEY,
  notification_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('delivered', 'bounced', 'complained', 'failed', 'suppressed')),
  detail TEXT,
  occurred_at TEXT NOT NULL,
  received_at TEXT NOT NULL
);
CREATE INDEX mail_delivery_reports_notification ON mail_delivery_reports (notification_id, occurred_at);
CREATE INDEX mail_delivery_reports_received ON mail_delivery_reports (received_at);

-- Addresses that get no mail, or none that is not part of business ('marketing'). The address itself is not kept: a keyed hash finds it again,
-- also after its person was erased.
CREATE TABLE mail_suppressions (
  id TEXT PRIMARY KEY,
  address_hash TEXT NOT NULL,
  masked TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('all', 'marketing')),
  reason TEXT NOT NULL CHECK (reason IN ('hard_bounce', 'complaint', 'unsubscribed', 'provider', 'manual')),
  source TEXT NOT NULL CHECK (source IN ('resend', 'cloudflare', 'recipient', 'staff')),
  notification_id TEXT,
  created_at TEXT NOT NULL,
  UNIQUE (address_hash, scope)
);
CREATE INDEX mail_suppressions_created ON mail_suppressions (created_at, id);
