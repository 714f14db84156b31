-- Accounts and the ways to prove who one is. A user is also a customer: customers.id = users.id.

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
  username TEXT UNIQUE CHECK (username = lower(username)),
  first_name TEXT NOT NULL DEFAULT '',
  last_name TEXT NOT NULL DEFAULT '',
  password_hash TEXT,
  role TEXT NOT NULL DEFAULT 'customer' CHECK (role IN ('customer', 'staff', 'admin', 'superuser')),
  status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'deactivated', 'disabled', 'erased')),
  email_verified_at TEXT,
  password_changed_at TEXT,
  last_login_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CHECK (status = 'erased' OR password_hash IS NOT NULL)
);
CREATE INDEX users_created ON users (created_at, id);
CREATE INDEX users_role ON users (role, created_at, id);
CREATE INDEX users_status ON users (status, created_at, id);

-- The shop must stay governable: whoever takes the last active superuser away fails, also when two do it at once.
-- The message has the form of a constraint's, so that commit() can name it.
CREATE TRIGGER users_keep_a_superuser BEFORE UPDATE OF role, status ON users
WHEN OLD.role = 'superuser' AND OLD.status = 'active' AND (NEW.role <> 'superuser' OR NEW.status <> 'active')
  AND NOT EXISTS (SELECT 1 FROM users WHERE role = 'superuser' AND status = 'active' AND id <> OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: users_keep_a_superuser');
END;

-- Names that somebody asked for together with an address that has an account already: taken for a while, as a new account would
-- have taken them, so that the name does not tell which it was. The triggers keep both kinds of taking apart, also at the same moment.
CREATE TABLE username_reservations (
  username TEXT PRIMARY KEY CHECK (username = lower(username)),
  expires_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX username_reservations_expiry ON username_reservations (expires_at);
CREATE TRIGGER username_reservations_of_free_names BEFORE INSERT ON username_reservations
WHEN EXISTS (SELECT 1 FROM users WHERE username = NEW.username)
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: users.username');
END;
CREATE TRIGGER users_insert_without_reserved_name BEFORE INSERT ON users
WHEN EXISTS (SELECT 1 FROM username_reservations WHERE username = NEW.username AND expires_at > NEW.created_at)
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: users.username');
END;
CREATE TRIGGER users_update_without_reserved_name BEFORE UPDATE OF username ON users
WHEN NEW.username IS NOT OLD.username
  AND EXISTS (SELECT 1 FROM username_reservations WHERE username = NEW.username AND expires_at > NEW.updated_at)
BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: users.username');
END;

-- One row a login. 'token': the family of refresh tokens that descends from it; 'browser': the cookie holds its secret.
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL CHECK (kind IN ('token', 'browser')),
  secret_hash TEXT UNIQUE,
  user_agent TEXT NOT NULL DEFAULT '',
  country TEXT,
  created_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  confirmed_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  revoked_at TEXT,
  revoked_reason TEXT,
  CHECK ((kind = 'browser') = (secret_hash IS NOT NULL))
);
CREATE INDEX sessions_user ON sessions (user_id, created_at);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- The successor of a token is derived from it, so parallel refreshes insert the same row: the primary key lets one through.
CREATE TABLE refresh_tokens (
  hash TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions (id),
  created_at TEXT NOT NULL,
  used_at TEXT
) WITHOUT ROWID;
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_used ON refresh_tokens (used_at) WHERE used_at IS NOT NULL;

-- Links sent by mail. The token itself is signed, not stored; what makes it usable once is the CHECK.
CREATE TABLE one_time_tokens (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('verify_email', 'reset_password', 'change_email_current', 'change_email_new')),
  email TEXT NOT NULL,
  email_change_id TEXT,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  uses INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT one_time_tokens_used_once CHECK (uses BETWEEN 0 AND 1)
);
CREATE INDEX one_time_tokens_user ON one_time_tokens (user_id);
CREATE INDEX one_time_tokens_expiry ON one_time_tokens (expires_at);

-- A change of address is carried out when both addresses have confirmed it.
CREATE TABLE email_changes (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  old_email TEXT NOT NULL,
  new_email TEXT NOT NULL,
  old_confirmed_at TEXT,
  new_confirmed_at TEXT,
  completed_at TEXT,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
);
CREATE INDEX email_changes_user ON email_changes (user_id);
CREATE INDEX email_changes_expiry ON email_changes (expires_at);

-- The authenticator app of a user: pending until a first code proves that it was set up.
CREATE TABLE second_factors (
  user_id TEXT PRIMARY KEY REFERENCES users (id),
  secret TEXT NOT NULL,
  created_at TEXT NOT NULL,
  enabled_at TEXT
) WITHOUT ROWID;

CREATE TABLE totp_uses (
  user_id TEXT NOT NULL REFERENCES users (id),
  step INTEGER NOT NULL,
  used_at TEXT NOT NULL,
  PRIMARY KEY (user_id, step)
) WITHOUT ROWID;
CREATE INDEX totp_uses_used ON totp_uses (used_at);

CREATE TABLE recovery_codes (
  user_id TEXT NOT NULL REFERENCES users (id),
  hash TEXT NOT NULL,
  created_at TEXT NOT NULL,
  uses INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id, hash),
  CONSTRAINT recovery_codes_used_once CHECK (uses BETWEEN 0 AND 1)
) WITHOUT ROWID;

-- What a user has signed in from before; anything else is worth a mail.
CREATE TABLE known_devices (
  user_id TEXT NOT NULL REFERENCES users (id),
  device_hash TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  PRIMARY KEY (user_id, device_hash)
) WITHOUT ROWID;
CREATE INDEX known_devices_seen ON known_devices (last_seen_at);

-- A key may never more than the user who made it may now; keys made on the command line have no owner.
ALTER TABLE api_keys ADD COLUMN owner_id TEXT REFERENCES users (id);
ALTER TABLE api_keys ADD COLUMN replaces TEXT REFERENCES api_keys (id);
CREATE INDEX api_keys_owner ON api_keys (owner_id);
ALTER TABLE api_keys ADD COLUMN issued_by TEXT REFERENCES api_keys (id);
CREATE INDEX api_keys_created ON api_keys (created_at, id);
CREATE INDEX api_keys_issuer ON api_keys (issued_by) WHERE issued_by IS NOT NULL;

-- Only a key in force is replaced, and only by one: parallel rotations make one successor, a rotation that meets a revocation none.
CREATE UNIQUE INDEX api_keys_replaced_once ON api_keys (replaces);
CREATE TRIGGER api_keys_replace_one_in_force BEFORE INSERT ON api_keys
WHEN NEW.replaces IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM api_keys WHERE id = NEW.replaces AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > NEW.created_at)
)
BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: api_keys_replace_one_in_force');
END;

-- A key that another one asked for is good for no longer than that: what leaked for a minute must not become permanent.
CREATE TRIGGER api_keys_within_issuer BEFORE INSERT ON api_keys
WHEN EXISTS (
  SELECT 1 FROM api_keys WHERE id = NEW.issued_by AND (NEW.expires_at IS NULL OR NEW.expires_at > expires_at) AND expires_at IS NOT NULL
)
BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: api_keys_within_issuer');
END;
