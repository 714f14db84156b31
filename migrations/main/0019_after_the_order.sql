-- After the order: units that were taken out, sent, sent back and refunded; fulfillments, returns, refunds, disputes, notes, tags,
-- drafts. Counters on the lines are sums of their own rows, kept under CHECKs: whoever loses a race violates one.

-- Lines once more: a CHECK cannot be altered. A line that was taken out of its order altogether stays with a quantity of 0.
ALTER TABLE order_lines RENAME TO order_lines_before;
CREATE TABLE order_lines (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  position INTEGER NOT NULL,
  variant_id TEXT NOT NULL,
  product_id TEXT NOT NULL,
  sku TEXT NOT NULL,
  name TEXT NOT NULL,
  options TEXT NOT NULL CHECK (json_valid(options)),
  image_url TEXT,
  note TEXT,
  quantity INTEGER NOT NULL CHECK (quantity >= 0),
  unit_price INTEGER NOT NULL CHECK (unit_price >= 0),
  discount INTEGER NOT NULL DEFAULT 0 CHECK (discount >= 0),
  tax INTEGER NOT NULL DEFAULT 0 CHECK (tax >= 0),
  tax_included INTEGER NOT NULL DEFAULT 0 CHECK (tax_included >= 0),
  taxes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(taxes)),
  total INTEGER NOT NULL CHECK (total >= 0),
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed >= 0),
  fulfilled INTEGER NOT NULL DEFAULT 0,
  shipped INTEGER NOT NULL DEFAULT 0,
  delivered INTEGER NOT NULL DEFAULT 0,
  in_return INTEGER NOT NULL DEFAULT 0,
  returned INTEGER NOT NULL DEFAULT 0,
  refunded INTEGER NOT NULL DEFAULT 0,
  refunded_removed INTEGER NOT NULL DEFAULT 0,
  UNIQUE (order_id, position),
  CONSTRAINT order_lines_total_adds_up CHECK (total = quantity * unit_price - discount),
  CONSTRAINT order_lines_fulfilled_within_quantity CHECK (fulfilled BETWEEN 0 AND quantity),
  CONSTRAINT order_lines_shipped_within_fulfilled CHECK (shipped BETWEEN 0 AND fulfilled),
  CONSTRAINT order_lines_delivered_within_shipped CHECK (delivered BETWEEN 0 AND shipped),
  CONSTRAINT order_lines_in_return_within_shipped CHECK (in_return BETWEEN 0 AND shipped),
  CONSTRAINT order_lines_returned_within_in_return CHECK (returned BETWEEN 0 AND in_return),
  CONSTRAINT order_lines_refunded_within_quantity CHECK (refunded BETWEEN 0 AND quantity),
  CONSTRAINT order_lines_refunded_removed_within_removed CHECK (refunded_removed BETWEEN 0 AND removed)
);
INSERT INTO order_lines (id, order_id, position, variant_id, product_id, sku, name, options, image_url, note, quantity, unit_price,
  discount, tax, tax_included, taxes, total)
SELECT id, order_id, position, variant_id, product_id, sku, name, options, image_url, note, quantity, unit_price,
  discount, tax, tax_included, taxes, total FROM order_lines_before;
DROP TABLE order_lines_before;
CREATE INDEX order_lines_variant ON order_lines (variant_id);
CREATE INDEX order_lines_sku ON order_lines (sku, order_id);
CREATE INDEX order_lines_returned ON order_lines (order_id) WHERE returned > 0;

-- Why nothing of the order may be sent now; NULL: nothing stands in the way.
ALTER TABLE orders ADD COLUMN hold TEXT CHECK (hold IS NULL OR hold IN ('disputed', 'authorization_lapsed'));
-- Where the order came from: a cart, a draft that staff made, or an exchange of a return. For the last two, cart_id is their id.
ALTER TABLE orders ADD COLUMN source TEXT NOT NULL DEFAULT 'cart' CHECK (source IN ('cart', 'draft', 'exchange'));
CREATE INDEX orders_source ON orders (source, created_at) WHERE source <> 'cart';
CREATE INDEX orders_on_hold ON orders (created_at) WHERE hold IS NOT NULL;
-- Whom an order goes to, for searches; who was erased is nobody to be found.
CREATE INDEX orders_recipient ON orders (lower(shipping_address ->> '$.last_name')) WHERE erased_at IS NULL;

-- What a step of the timeline was about: ids, quantities and amounts.
ALTER TABLE order_transitions ADD COLUMN data TEXT CHECK (data IS NULL OR json_valid(data));

CREATE TABLE order_tags (
  order_id TEXT NOT NULL REFERENCES orders (id),
  tag TEXT NOT NULL CHECK (length(tag) BETWEEN 1 AND 40),
  PRIMARY KEY (order_id, tag)
) WITHOUT ROWID;
CREATE INDEX order_tags_tag ON order_tags (tag, order_id);

CREATE TABLE order_notes (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  visibility TEXT NOT NULL CHECK (visibility IN ('internal', 'customer')),
  body TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT,
  created_at TEXT NOT NULL
);
CREATE INDEX order_notes_order ON order_notes (order_id, created_at);

CREATE TABLE fulfillments (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  status TEXT NOT NULL CHECK (status IN ('created', 'shipped', 'delivered', 'cancelled')),
  carrier TEXT,
  tracking_number TEXT,
  tracking_url TEXT,
  shipped_at TEXT,
  delivered_at TEXT,
  cancelled_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX fulfillments_order ON fulfillments (order_id, created_at);
CREATE INDEX fulfillments_status ON fulfillments (status, created_at);
CREATE INDEX fulfillments_created ON fulfillments (created_at, id);
CREATE TABLE fulfillment_lines (
  fulfillment_id TEXT NOT NULL REFERENCES fulfillments (id),
  order_line_id TEXT NOT NULL REFERENCES order_lines (id),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (fulfillment_id, order_line_id)
) WITHOUT ROWID;
CREATE INDEX fulfillment_lines_line ON fulfillment_lines (order_line_id);

-- Which fulfillment the held or sold units are for, so that it is known where they leave from. `leaves_at` is when they leave the
-- books: 'shipping' once an order was paid while the shop was set so.
ALTER TABLE stock_reservations ADD COLUMN fulfillment_id TEXT REFERENCES fulfillments (id);
ALTER TABLE stock_reservations ADD COLUMN leaves_at TEXT NOT NULL DEFAULT 'payment' CHECK (leaves_at IN ('payment', 'shipping'));
CREATE INDEX stock_reservations_fulfillment ON stock_reservations (fulfillment_id) WHERE fulfillment_id IS NOT NULL;

-- When to see whether a delivered order is to be completed.
CREATE INDEX orders_completing ON orders (check_at) WHERE status = 'delivered';

CREATE TABLE returns (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  status TEXT NOT NULL CHECK (status IN ('requested', 'approved', 'rejected', 'received', 'refunded', 'cancelled')),
  reason TEXT,
  answer TEXT,
  label TEXT,
  -- Whether the customer would rather have something else than the money.
  wants_exchange INTEGER NOT NULL DEFAULT 0 CHECK (wants_exchange IN (0, 1)),
  -- What was decided to be given back for it; NULL until then.
  refund_amount INTEGER CHECK (refund_amount >= 0),
  exchange_order_id TEXT,
  requested_by TEXT NOT NULL CHECK (requested_by IN ('customer', 'staff')),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX returns_order ON returns (order_id, created_at, id);
CREATE INDEX returns_status ON returns (status, created_at, id);
CREATE INDEX returns_created ON returns (created_at, id);
CREATE TABLE return_lines (
  id TEXT PRIMARY KEY,
  return_id TEXT NOT NULL REFERENCES returns (id),
  order_line_id TEXT NOT NULL REFERENCES order_lines (id),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  reason TEXT,
  restocked INTEGER NOT NULL DEFAULT 0 CHECK (restocked >= 0),
  written_off INTEGER NOT NULL DEFAULT 0 CHECK (written_off >= 0),
  UNIQUE (return_id, order_line_id),
  CONSTRAINT return_lines_received_within_quantity CHECK (restocked + written_off <= quantity)
);
CREATE INDEX return_lines_line ON return_lines (order_line_id);

-- Refunds: `requested` until Stripe has made one. Until then their sum stands in payments.refunding, so that two of them in
-- parallel cannot ask for the same money. `lines` and `shipping` tell what it was for, if it was for something.
CREATE TABLE refunds (
  id TEXT PRIMARY KEY,
  payment_id TEXT NOT NULL REFERENCES payments (id),
  order_id TEXT NOT NULL REFERENCES orders (id),
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  status TEXT NOT NULL CHECK (status IN ('requested', 'pending', 'requires_action', 'succeeded', 'failed', 'canceled')),
  source TEXT NOT NULL CHECK (source IN ('staff', 'cancellation', 'edit', 'return', 'late', 'provider')),
  source_id TEXT,
  -- The order that the payment was lent to as a credit (order_credits), when it is that order's money that goes back.
  credit_order_id TEXT REFERENCES orders (id),
  reason TEXT,
  lines TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(lines)),
  shipping INTEGER NOT NULL DEFAULT 0 CHECK (shipping >= 0),
  provider_ref TEXT UNIQUE,
  failure_reason TEXT,
  create_attempt INTEGER NOT NULL DEFAULT 1,
  actor_kind TEXT NOT NULL,
  actor_id TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX refunds_payment ON refunds (payment_id, created_at);
CREATE INDEX refunds_order ON refunds (order_id, created_at);
CREATE INDEX refunds_credit ON refunds (credit_order_id) WHERE credit_order_id IS NOT NULL;
CREATE INDEX refunds_open ON refunds (created_at) WHERE status IN ('requested', 'pending', 'requires_action');

-- What a payment is for: the order as it was placed, or what an edit made it cost more.
ALTER TABLE payments ADD COLUMN purpose TEXT NOT NULL DEFAULT 'order' CHECK (purpose IN ('order', 'difference'));
ALTER TABLE payments ADD COLUMN capture_method TEXT NOT NULL DEFAULT 'automatic' CHECK (capture_method IN ('automatic', 'manual'));
ALTER TABLE payments ADD COLUMN authorized INTEGER NOT NULL DEFAULT 0 CHECK (authorized >= 0);
ALTER TABLE payments ADD COLUMN refunding INTEGER NOT NULL DEFAULT 0
  CONSTRAINT payments_refunds_within_captured CHECK (refunding >= 0 AND refunded + refunding <= captured);
-- What the customer's bank has taken back and not returned.
ALTER TABLE payments ADD COLUMN disputed INTEGER NOT NULL DEFAULT 0 CHECK (disputed >= 0);
ALTER TABLE payments ADD COLUMN fee INTEGER NOT NULL DEFAULT 0;
-- What the shopper paid with, as it may be shown: { type, brand, last4 }.
ALTER TABLE payments ADD COLUMN method TEXT CHECK (method IS NULL OR json_valid(method));
CREATE UNIQUE INDEX payments_one_for_the_order ON payments (order_id) WHERE purpose = 'order';
CREATE INDEX payments_created ON payments (created_at, id);
CREATE INDEX payments_status ON payments (status, created_at);
CREATE INDEX payments_refunded ON payments (order_id) WHERE refunded > 0;
CREATE INDEX payments_disputed ON payments (order_id) WHERE disputed > 0;

-- The ledger once more, with all kinds. Fees are in the currency of the balance at Stripe, which may be another one.
ALTER TABLE payment_transactions RENAME TO payment_transactions_before;
CREATE TABLE payment_transactions (
  id TEXT PRIMARY KEY,
  payment_id TEXT NOT NULL REFERENCES payments (id),
  kind TEXT NOT NULL CHECK (kind IN ('authorized', 'captured', 'refunded', 'refund_failed', 'failed', 'voided', 'disputed',
                                     'dispute_reinstated', 'fee', 'fee_returned')),
  amount INTEGER NOT NULL CHECK (amount >= 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  provider_ref TEXT NOT NULL,
  detail TEXT,
  occurred_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (payment_id, kind, provider_ref)
);
INSERT INTO payment_transactions (id, payment_id, kind, amount, currency, provider_ref, detail, occurred_at, created_at)
SELECT id, payment_id, kind, amount, currency, provider_ref, detail, occurred_at, created_at FROM payment_transactions_before;
DROP TABLE payment_transactions_before;
CREATE INDEX payment_transactions_occurred ON payment_transactions (occurred_at, id);
-- Append-only: what was written once stays.
CREATE TRIGGER payment_transactions_stay BEFORE UPDATE ON payment_transactions
BEGIN SELECT RAISE(ABORT, 'the payment ledger is append-only'); END;
CREATE TRIGGER payment_transactions_remain BEFORE DELETE ON payment_transactions
BEGIN SELECT RAISE(ABORT, 'the payment ledger is append-only'); END;

-- What was returned of one order pays for another one, for which it was exchanged: money of the payment that stays where it is. `lines`
-- are the units that were given for it. A credit that was released pays for nothing any more.
CREATE TABLE order_credits (
  order_id TEXT NOT NULL REFERENCES orders (id),
  payment_id TEXT NOT NULL REFERENCES payments (id),
  return_id TEXT NOT NULL REFERENCES returns (id),
  amount INTEGER NOT NULL CHECK (amount > 0),
  lines TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(lines)),
  created_at TEXT NOT NULL,
  released_at TEXT,
  PRIMARY KEY (order_id, payment_id)
) WITHOUT ROWID;
CREATE INDEX order_credits_payment ON order_credits (payment_id);
CREATE INDEX order_credits_return ON order_credits (return_id);

CREATE TABLE disputes (
  id TEXT PRIMARY KEY,
  payment_id TEXT NOT NULL REFERENCES payments (id),
  order_id TEXT NOT NULL REFERENCES orders (id),
  amount INTEGER NOT NULL CHECK (amount >= 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  evidence_due_by TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);
CREATE INDEX disputes_order ON disputes (order_id);
CREATE INDEX disputes_payment ON disputes (payment_id);

-- The customer of ours as Stripe knows them, for saved payment methods.
CREATE TABLE provider_customers (
  customer_id TEXT PRIMARY KEY,
  provider_ref TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL
) WITHOUT ROWID;

-- Orders that staff are still writing. Sending one places it as an order, with the draft's id as its cart_id.
CREATE TABLE draft_orders (
  id TEXT PRIMARY KEY,
  status TEXT NOT NULL CHECK (status IN ('open', 'sent', 'cancelled')),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  email TEXT,
  customer_id TEXT,
  content TEXT NOT NULL CHECK (json_valid(content)),
  order_id TEXT REFERENCES orders (id),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CHECK ((status = 'sent') = (order_id IS NOT NULL))
);
CREATE INDEX draft_orders_status ON draft_orders (status, created_at, id);
CREATE INDEX draft_orders_created ON draft_orders (created_at, id);
CREATE INDEX draft_orders_customer ON draft_orders (customer_id, created_at, id) WHERE customer_id IS NOT NULL;

-- What the reconciliation with Stripe did and found: `mended` is what was lost and taken in or brought into line, `position` where the
-- next run goes on.
CREATE TABLE reconciliation_runs (
  id TEXT PRIMARY KEY,
  started_at TEXT NOT NULL,
  finished_at TEXT NOT NULL,
  watermark TEXT NOT NULL,
  examined INTEGER NOT NULL,
  mended INTEGER NOT NULL,
  findings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(findings)),
  position TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(position))
);
CREATE INDEX reconciliation_runs_started ON reconciliation_runs (started_at, id);

-- A person has dealt with it.
ALTER TABLE alerts ADD COLUMN resolved_at TEXT;
ALTER TABLE alerts ADD COLUMN resolved_by TEXT;
CREATE INDEX alerts_open ON alerts (created_at, id) WHERE resolved_at IS NULL;
CREATE INDEX alerts_entity ON alerts (entity_id);
