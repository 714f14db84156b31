import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const outbox = sqliteTable("outbox", {
  id: text().primaryKey(),
  type: text().notNull(),
  version: integer().notNull(),
  payload: text({ mode: "json" }).notNull(),
  occurredAt: text("occurred_at").notNull(),
  resendAt: text("resend_at"),
  resends: integer().notNull().default(0),
  deliveredAt: text("delivered_at"),
});

export const alerts = sqliteTable("alerts", {
  id: text().primaryKey(),
  code: text().notNull(),
  entity: text().notNull(),
  entityId: text("entity_id").notNull(),
  details: text({ mode: "json" }).notNull(),
  createdAt: text("created_at").notNull(),
});

export const processedEvents = sqliteTable(
  "processed_events",
  {
    subscriber: text().notNull(),
    eventId: text("event_id").notNull(),
    processedAt: text("processed_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.subscriber, table.eventId] })],
);

/** What still has to get to a subscriber. */
export const eventRetries = sqliteTable(
  "event_retries",
  {
    eventId: text("event_id").notNull(),
    subscriber: text().notNull(),
    message: text({ mode: "json" }).notNull(),
    attempts: integer().notNull(),
    dueAt: text("due_at").notNull(),
    sentAt: text("sent_at"),
    lastError: text("last_error"),
    replayId: text("replay_id"),
    createdAt: text("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.eventId, table.subscriber] })],
);

export const deadLetters = sqliteTable("dead_letters", {
  id: text().primaryKey(),
  eventId: text("event_id").notNull(),
  subscriber: text().notNull(),
  type: text().notNull(),
  message: text({ mode: "json" }).notNull(),
  error: text(),
  attempts: integer().notNull(),
  deaths: integer().notNull().default(1),
  status: text({ enum: ["open", "replayed", "discarded"] }).notNull(),
  firstFailedAt: text("first_failed_at").notNull(),
  lastFailedAt: text("last_failed_at").notNull(),
  closedAt: text("closed_at"),
  reason: text(),
});

export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    scope: text().notNull(),
    key: text().notNull(),
    requestHash: text("request_hash").notNull(),
    state: text({ enum: ["in_progress", "completed"] }).notNull(),
    resourceId: text("resource_id"),
    response: text(),
    lockedUntil: text("locked_until").notNull(),
    createdAt: text("created_at").notNull(),
    expiresAt: text("expires_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.scope, table.key] })],
);

/** What `commit` writes of the audit log: the number, the link of the chain and erasure come later. */
export const auditLog = sqliteTable("audit_log", {
  id: text().notNull(),
  at: text().notNull(),
  actorKind: text("actor_kind").notNull(),
  actorId: text("actor_id"),
  credentialKind: text("credential_kind", { enum: ["session", "api_key"] }),
  credentialId: text("credential_id"),
  requestId: text("request_id").notNull(),
  action: text().notNull(),
  entity: text().notNull(),
  entityId: text("entity_id").notNull(),
  /** JSON as text, because its digest is of the text. */
  before: text(),
  after: text(),
  salt: text(),
  beforeDigest: text("before_digest"),
  afterDigest: text("after_digest"),
  rowHash: text("row_hash").notNull(),
});
