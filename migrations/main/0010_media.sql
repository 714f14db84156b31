-- The library of uploaded files. The bytes lie in the bucket MEDIA under object_key; a row is only written after its object.
-- Products link a file by its path ("/media/…") in product_media.url, as the CSV import does.

CREATE TABLE media (
  id TEXT PRIMARY KEY,
  object_key TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  filename TEXT NOT NULL CHECK (length(filename) > 0),
  alt TEXT NOT NULL DEFAULT '',
  content_type TEXT NOT NULL,
  bytes INTEGER NOT NULL CHECK (bytes > 0),
  width INTEGER CHECK (width > 0),
  height INTEGER CHECK (height > 0),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX media_created ON media (created_at, id);

-- Objects that may lie in the bucket without a row in media: being uploaded, or deleted. Noted before the object is put.
CREATE TABLE media_orphans (
  object_key TEXT NOT NULL PRIMARY KEY,
  collect_after TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX media_orphans_due ON media_orphans (collect_after);

-- Signed uploads: what was announced, and whether it has come. A file completes an upload once.
CREATE TABLE media_uploads (
  id TEXT PRIMARY KEY,
  filename TEXT NOT NULL,
  alt TEXT NOT NULL DEFAULT '',
  bytes INTEGER NOT NULL CHECK (bytes > 0),
  sha256 TEXT CHECK (length(sha256) = 64),
  media_id TEXT,
  uses INTEGER NOT NULL DEFAULT 0 CONSTRAINT media_uploads_once CHECK (uses <= 1),
  expires_at TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX media_uploads_expired ON media_uploads (expires_at);

-- Whether a product uses a file.
CREATE INDEX product_media_url ON product_media (url);
CREATE INDEX product_variants_image ON product_variants (image_url) WHERE image_url IS NOT NULL;
