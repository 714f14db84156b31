import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Every file of the product that commits without an entry, and why it may. */
const WITHOUT: Readonly<Record<string, string>> = {
  "modules/accounts/accounts.jobs.ts": "deletes sessions, links and devices that have expired",
  "modules/accounts/check-login.ts": "hashes a password anew, which stays the same",
  "modules/accounts/step-up.ts": "notes when the user was last present",
  "modules/analytics/analytics.subscribers.ts": "counts",
  "modules/analytics/refresh-rollups.ts": "counts",
  "modules/backups/close-backup.ts": "how far a dump is",
  "modules/backups/continue-backup.ts": "how far a dump is",
  "modules/backups/copy-tables.ts": "how far a dump is",
  "modules/backups/delete-old-backups.ts": "follows what dumps there are in the bucket",
  "modules/backups/verify-backup.ts": "how far a dump is",
  "modules/cart/tell-abandoned.ts": "carts",
  "modules/categories/categories.subscribers.ts": "hands on events",
  "modules/categories/category-change.ts": "gets the entry from its callers",
  "modules/checkout/pay-order.ts": "a refused try to pay; what changes an order goes through settlement.ts",
  "modules/checkout/pay-placed-order.ts": "gets the entry from settlement.ts; stores answers to replay",
  "modules/checkout/place-order.ts": "gets the entry from commit-order.ts",
  "modules/checkout/reconcile-payment.ts": "raises alerts; what it mends goes through settlement.ts",
  "modules/checkout/reconcile-payments.ts": "keeps a report",
  "modules/checkout/reorder.ts": "carts",
  "modules/events/continue-replay.ts": "how far a replay is",
  "modules/events/events.jobs.ts": "deletes what is old",
  "modules/fulfillment/fulfillment.jobs.ts": "notes when to look at an order again",
  "modules/identity/authenticate-key.ts": "notes when a key was last used",
  "modules/identity/authenticate-session.ts": "notes when a session was last used",
  "modules/inventory/check-stock.ts": "keeps a report",
  "modules/inventory/inventory.subscribers.ts":
    "follows from the order's step; the ledger of movements tells of it",
  "modules/inventory/watch-low-stock.ts": "notes that low stock was told",
  "modules/media/collect-orphans.ts": "collects what an upload that failed left behind",
  "modules/media/discard-object.ts": "collects what an upload that failed left behind",
  "modules/media/store-file.ts": "notes that an upload is under way",
  "modules/notifications/deliver-mail.ts": "the record of mails",
  "modules/notifications/forget-recipient.ts": "follows from customer.erase",
  "modules/notifications/mail.jobs.ts": "deletes old records of mails",
  "modules/notifications/record-delivery-report.ts": "keeps what the mail service said",
  "modules/notifications/retry-mails.ts": "the record of mails",
  "modules/notifications/send-once.ts": "the record of mails",
  "modules/notifications/unsubscribe.ts":
    "a reader's own wish; in the profile customers/stop-marketing.ts notes it",
  "modules/ops/index.ts": "deletes keys of repeated requests that have expired",
  "modules/order-changes/close-payments.ts":
    "closes a payment that Stripe would not even make; no money was moved",
  "modules/payments/carry-out-refund.ts": "notes a try; what came of it goes through record-payment.ts",
  "modules/payments/ensure-intent.ts": "notes which intent a payment has",
  "modules/payments/make-refund.ts": "notes a key of Stripe's that is of no more use",
  "modules/payments/saved-customer.ts": "notes which customer of Stripe an account is",
  "modules/payments/receive-stripe-event.ts": "keeps what Stripe said, which settling acts on",
  "modules/transfers/continue-job.ts": "how far a job is",
  "modules/transfers/export-step.ts": "how far a job is",
  "modules/transfers/transfers.jobs.ts": "deletes jobs that ended a week ago",
  "platform/event-retries.ts": "deliveries of events",
  "modules/webhooks/forget-person.ts": "follows from customer.erase",
  "modules/webhooks/make-message.ts": "what is to be sent",
  "modules/webhooks/webhooks.jobs.ts": "when it is sent, and for how long that is kept",
  "modules/invariants/check-invariants.ts": "keeps a report and raises alerts",
  "platform/due-jobs.ts": "leases",
};

const SRC = new URL("../../src/", import.meta.url);

describe("the audit log", () => {
  it("gets an entry from every file that commits, or the file is in the list of those that need none", () => {
    const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((path) =>
      path.endsWith(".ts"),
    );
    const silent = files.filter((path) => {
      const text = readFileSync(new URL(path, SRC), "utf8");
      return /\bcommit\(/.test(text) && !/\baudit\b/.test(text);
    });
    expect(silent.length).toBeGreaterThan(10);
    expect(silent.filter((path) => WITHOUT[path] === undefined)).toEqual([]);
    expect(Object.keys(WITHOUT).filter((path) => !files.includes(path))).toEqual([]);
  });

  it("is written by commit alone, sealed and erased by its module alone", () => {
    const writers = readdirSync(SRC, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .filter((path) =>
        /(INTO|UPDATE|DELETE FROM) audit_log|insertRows\(auditLog/.test(
          readFileSync(new URL(path, SRC), "utf8"),
        ),
      );
    expect(writers.sort()).toEqual(["modules/audit/audit.repo.ts", "platform/commit.ts"]);
  });
});
