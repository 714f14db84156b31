-- Orders. UNIQUE (cart_id, cart_generation): one order per filling of a cart, however often "place" is pressed.
-- order_transitions is timeline and optimistic lock in one: the loser of a race violates its primary key.

CREATE TABLE orders (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL CHECK (status IN ('pending_payment', 'payment_failed', 'expired', 'confirmed', 'processing',
                                         'shipped', 'delivered', 'completed', 'cancelled')),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  email TEXT NOT NULL,
  customer_id TEXT,
  cart_id TEXT NOT NULL,
  cart_generation INTEGER NOT NULL,
  shipping_address TEXT NOT NULL CHECK (json_valid(shipping_address)),
  billing_address TEXT CHECK (billing_address IS NULL OR json_valid(billing_address)),
  shipping_option TEXT CHECK (shipping_option IS NULL OR json_valid(shipping_option)),
  tax_lines TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tax_lines)),
  subtotal INTEGER NOT NULL CHECK (subtotal >= 0),
  discount INTEGER NOT NULL CHECK (discount >= 0),
  shipping INTEGER NOT NULL CHECK (shipping >= 0),
  tax INTEGER NOT NULL CHECK (tax >= 0),
  total INTEGER NOT NULL CHECK (total >= 0),
  placed_at TEXT NOT NULL,
  expires_at TEXT,
  check_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (cart_id, cart_generation),
  CONSTRAINT orders_total_adds_up CHECK (total = subtotal - discount + shipping + tax)
);
CREATE INDEX orders_status_created ON orders (status, created_at);
CREATE INDEX orders_created ON orders (created_at, id);
CREATE INDEX orders_customer ON orders (customer_id, created_at);
CREATE INDEX orders_email ON orders (email, created_at);
CREATE INDEX orders_expiring ON orders (check_at) WHERE status IN ('pending_payment', 'payment_failed');

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
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_price INTEGER NOT NULL CHECK (unit_price >= 0),
  discount INTEGER NOT NULL DEFAULT 0 CHECK (discount >= 0),
  tax INTEGER NOT NULL DEFAULT 0 CHECK (tax >= 0),
  total INTEGER NOT NULL CHECK (total >= 0),
  UNIQUE (order_id, position),
  CONSTRAINT order_lines_total_adds_up CHECK (total = quantity * unit_price - discount)
);
CREATE INDEX order_lines_variant ON order_lines (variant_id);

CREATE TABLE order_transitions (
  order_id TEXT NOT NULL REFERENCES orders (id),
  seq INTEGER NOT NULL,
  from_status TEXT,
  to_status TEXT NOT NULL,
  action TEXT NOT NULL,
  reason TEXT,
  actor_kind TEXT NOT NULL,
  actor_id TEXT,
  at TEXT NOT NULL,
  PRIMARY KEY (order_id, seq)
) WITHOUT ROWID;
