import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";

const FOLDER = join(import.meta.dirname, "../../migrations/main");
const OURS = "0024_notifications.sql";
const read = (name: string) => readFileSync(join(FOLDER, name), "utf8");

it("0024_notifications.sql keeps every mail that was recorded, and makes anew what can be", () => {
  const db = new DatabaseSync(":memory:");
  for (const name of readdirSync(FOLDER).sort()) if (name < OURS) db.exec(read(name));
  db.exec(`
    INSERT INTO outbox (id, type, payload, occurred_at) VALUES ('e1', 'order.paid', '{"order_id":"o1"}', '2026-01-01T00:00:00.000Z');
    INSERT INTO notifications (id, event_id, template, channel, recipient, subject, order_id, user_id, status, attempts, provider_id, error, created_at, sent_at)
    VALUES ('n1', 'e1', 'order-confirmation', 'email', 'a@example.com', 'S', 'o1', NULL, 'sent', 2, 'p1', NULL, '2026-01-02', '2026-01-03'),
           ('n2', 'gone', 'staff-disputed-1', 'email', 'b@example.com', 'S', NULL, 'u1', 'failed', 1, NULL, 'no', '2026-01-02', NULL),
           ('n3', 'gone', 'abandoned-cart', 'email', 'c@example.com', 'S', NULL, 'u1', 'sending', 1, NULL, NULL, '2026-01-02', NULL)`);
  db.exec(read(OURS));
  const rows = db.prepare("SELECT * FROM notifications ORDER BY id").all();
  const same = { channel: "email", subject: "S", created_at: "2026-01-02", resend_of: null };
  expect(rows).toMatchObject([
    {
      ...same,
      ...{ id: "n1", event_id: "e1", order_id: "o1", status: "sent", attempts: 2, category: "transactional" },
      ...{ payload: '{"order_id":"o1"}', occurred_at: "2026-01-01T00:00:00.000Z", provider: "cloudflare" },
      ...{ provider_id: "p1", sent_at: "2026-01-03", recipient: "a@example.com", retry_at: null },
    },
    // The event of a failed one may still be in its retries.
    {
      ...same,
      id: "n2",
      status: "failed",
      category: "staff",
      payload: null,
      error: "no",
      retry_at: "2026-01-02",
    },
    { ...same, id: "n3", status: "sending", category: "marketing", user_id: "u1", provider: null },
  ]);
  const again = () =>
    db.exec(`INSERT INTO notifications (id, event_id, template, channel, recipient, subject, status, attempts, created_at)
             VALUES ('n4', 'e1', 'order-confirmation', 'email', 'a@example.com', 'S', 'sending', 1, '2026-01-02')`);
  expect(again).toThrow("UNIQUE constraint failed: notifications.event_id, notifications.template");
});
