import type { Ctx } from "../../platform/ctx.ts";
import type { Gauge } from "../../platform/metrics-text.ts";
import { businessGauges } from "../analytics/index.ts";
import { backupHealth } from "../backups/index.ts";
import { eventBacklog } from "../events/index.ts";
import { type JobHealth, jobHealth } from "../jobs/index.ts";
import { webhookBacklog } from "../webhooks/index.ts";
import { findShopCounts } from "./gauges.repo.ts";

/** Where the gauges come from: one call of the database each, at the same time. Any of them may fail without the others. */
export const SOURCES: Readonly<Record<string, (ctx: Ctx) => Promise<Gauge[]>>> = {
  events: readEvents,
  jobs: readJobs,
  webhooks: readWebhooks,
  business: readBusiness,
  backups: readBackups,
  shop: readShop,
};

async function readEvents(ctx: Ctx): Promise<Gauge[]> {
  const backlog = await eventBacklog(ctx);
  return [
    one("edge_outbox_undelivered", "Events that did not get to every subscriber yet.", backlog.undelivered),
    one("edge_outbox_oldest_seconds", "Age of the oldest of them.", backlog.oldest_undelivered_seconds),
    one("edge_event_retries", "Deliveries of events that failed and are tried again.", backlog.retrying),
    one(
      "edge_event_retry_oldest_seconds",
      "For how long the oldest of them is tried.",
      backlog.oldest_retry_seconds,
    ),
    one("edge_dead_letters_open", "Deliveries of events that were given up.", backlog.dead_letters_open),
    {
      name: "edge_queue_backlog",
      help: "Messages that wait in the queue, where the platform tells.",
      samples: backlog.queue ? [{ labels: { queue: "events" }, value: backlog.queue.messages }] : [],
    },
  ];
}

async function readJobs(ctx: Ctx): Promise<Gauge[]> {
  const jobs = await jobHealth(ctx);
  const each = (name: string, help: string, valueOf: (job: JobHealth) => number | null): Gauge => ({
    name,
    help,
    samples: jobs.flatMap((job) => {
      const value = valueOf(job);
      return value === null ? [] : [{ labels: { job_name: job.name }, value }];
    }),
  });
  return [
    each("edge_job_last_success_age_seconds", "Since when no run succeeded.", (job) => job.last_success_age),
    each("edge_job_failures", "Runs in a row that failed.", (job) => job.failures),
    each("edge_job_overdue", "1 when it was due and nobody ran it.", (job) => Number(job.overdue)),
  ];
}

async function readWebhooks(ctx: Ctx): Promise<Gauge[]> {
  const backlog = await webhookBacklog(ctx);
  return [
    one("edge_webhooks_pending", "Webhooks that have not arrived yet.", backlog.pending),
    one("edge_webhooks_oldest_seconds", "Age of the oldest of them.", backlog.oldest_seconds),
    one("edge_webhook_endpoints_failing", "Endpoints whose last call failed.", backlog.failing_endpoints),
    one("edge_webhook_endpoints_disabled", "Endpoints that are switched off.", backlog.disabled_endpoints),
  ];
}

async function readBusiness(ctx: Ctx): Promise<Gauge[]> {
  const { asOf, sales, cartsStarted, newCustomers, stockOuts, users } = await businessGauges(ctx);
  const byCurrency = (
    name: string,
    help: string,
    valueOf: (row: (typeof sales)[number]) => number,
  ): Gauge => ({
    name,
    help,
    samples: sales.map((row) => ({ labels: { currency: row.currency }, value: valueOf(row) })),
  });
  return [
    byCurrency(
      "edge_orders_placed_today",
      "Orders placed today, in the shop's time zone.",
      (row) => row.placed,
    ),
    byCurrency("edge_orders_paid_today", "Orders paid today.", (row) => row.paid),
    byCurrency("edge_revenue_today_minor", "Sales of today in minor units.", (row) => row.totalSales),
    byCurrency("edge_refunds_today_minor", "Refunds of today in minor units.", (row) => row.refunds),
    one("edge_carts_started_today", "Carts that were begun today.", cartsStarted),
    one("edge_customers_new_today", "Customers whose first order was paid today.", newCustomers),
    perhaps("edge_stock_outs", "Variants that are offered and not to be had, as of last night.", stockOuts),
    perhaps("edge_users", "Active accounts, as of last night.", users),
    perhaps(
      "edge_business_age_seconds",
      "How old these figures are.",
      asOf === null ? null : Math.max(0, (ctx.now().getTime() - Date.parse(asOf)) / 1_000),
    ),
  ];
}

async function readBackups(ctx: Ctx): Promise<Gauge[]> {
  const { age_seconds, bytes } = await backupHealth(ctx);
  return [
    perhaps("edge_backup_age_seconds", "Age of the last good dump of the main database.", age_seconds),
    perhaps("edge_backup_bytes", "Its size.", bytes),
  ];
}

async function readShop(ctx: Ctx): Promise<Gauge[]> {
  const { orders, mails, alerts } = await findShopCounts(ctx);
  const byStatus = (rows: typeof orders) =>
    rows.map(({ status, count }) => ({ labels: { status }, value: count }));
  return [
    {
      name: "edge_orders_recent",
      help: "Orders of the last 24 hours, by status.",
      samples: byStatus(orders),
    },
    { name: "edge_mails_recent", help: "Mails of the last 24 hours, by status.", samples: byStatus(mails) },
    {
      name: "edge_alerts_open",
      help: "Alerts that nobody has resolved, by code.",
      samples: alerts.map(({ code, open }) => ({ labels: { code }, value: open })),
    },
  ];
}

function one(name: string, help: string, value: number): Gauge {
  return { name, help, samples: [{ value }] };
}

/** Nothing where there is nothing to tell yet: 0 would say something else. */
function perhaps(name: string, help: string, value: number | null | undefined): Gauge {
  return { name, help, samples: value == null ? [] : [{ value }] };
}
