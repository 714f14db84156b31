// npm run monitoring:drill: a real Prometheus and Alertmanager scrape the built Worker while faults are provoked, and the alerts of
// ops/alerts.yml have to reach a receiver. Less than a minute. With --optional it says "skipped" where the tools are missing.
import { rmSync } from "node:fs";
import { freePort } from "./lib/free-port.ts";
import { type Answer, request } from "./lib/http.ts";
import { Failure, poll, runScript, step } from "./lib/terminal.ts";
import { check } from "./monitoring/static-checks.ts";
import { findTools, type Tools } from "./monitoring/tools.ts";
import { startWatchers, type Watchers } from "./monitoring/watchers.ts";
import { buildApi } from "./runtime/build.ts";
import { addApiKey, eventsDelivered, prepareShop } from "./runtime/databases.ts";
import { type Database, SCRATCH, startRuntime } from "./runtime/runtime.ts";
import { apiWorker, SECRETS, stripeWorker } from "./runtime/workers.ts";

const TOLD_MS = 30_000;
const CSV = `Handle,Title,Published,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Inventory Policy,Variant Price
piece,Piece,true,PIECE,100,1000,deny,12.50`;
const ADDRESS = {
  first_name: "Ada",
  last_name: "Lovelace",
  line1: "1 Analytical Way",
  city: "New York",
  region: "NY",
  postal_code: "10001",
  country: "US",
};
/** "Standard" in demo/shop-settings.sql. */
const SHIPPING = { id: "01900000-0000-7000-8000-000000000301" };

const SERIES = [
  'edge_http_requests_total{method="POST",route="/api/v1/orders",status="201"} 1',
  'edge_io_duration_seconds_bucket{binding="DB",operation="batch",le="+Inf"}',
  'edge_io_duration_seconds_count{binding="STRIPE",operation="paymentIntents.create"} 1',
  'edge_payment_attempts_total{outcome="succeeded"} 1',
  'edge_job_overdue{job_name="ops.',
  "edge_outbox_undelivered 0",
];

interface Scrapes {
  data: { result: { value: [time: number, value: string] }[] };
}

async function ok<Body>(asked: Promise<Answer<Body>>): Promise<Answer<Body>> {
  const answer = await asked;
  if (answer.status >= 300) throw new Failure(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
}

/** A shop with one product. */
async function prepare(url: string, db: Database): Promise<void> {
  const key = await addApiKey(db, ["product:manage"]);
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "text/csv" };
  await ok(request("POST", `${url}/api/v1/products/import`, { text: CSV, headers }));
  await eventsDelivered(db);
}

/** A guest orders one piece and pays with this. Returns the answer's status. */
async function buy(url: string, payment_method: string): Promise<number> {
  const api = `${url}/api/v1`;
  const filled = await ok(request("POST", `${api}/cart/items`, { json: { sku: "PIECE", quantity: 1 } }));
  const headers = { "X-Cart-Token": filled.headers.get("X-Cart-Token") ?? "" };
  await ok(request("PUT", `${api}/cart/contact`, { json: { email: "ada@example.com" }, headers }));
  await ok(request("PUT", `${api}/cart/shipping-address`, { json: ADDRESS, headers }));
  await ok(request("PUT", `${api}/cart/shipping-option`, { json: SHIPPING, headers }));
  const key = { ...headers, "Idempotency-Key": crypto.randomUUID() };
  return (await request("POST", `${api}/orders`, { json: { payment_method }, headers: key })).status;
}

const FAULT = "drill-00000000";

/** An event that nobody has got for an hour, and a delivery that was given up. */
async function breakEvents(db: Database): Promise<void> {
  const at = new Date(Date.now() - 3_600_000).toISOString();
  await db.batch([
    db
      .prepare("INSERT INTO outbox (id, type, payload, occurred_at) VALUES (?, 'user.registered', '{}', ?)")
      .bind(FAULT, at),
    db
      .prepare(
        "INSERT INTO dead_letters (id, event_id, subscriber, type, message, attempts, status, first_failed_at, last_failed_at) VALUES (?, ?, 'drill', 'user.registered', '{}', 20, 'open', ?, ?)",
      )
      .bind(FAULT, FAULT, at, at),
  ]);
}

async function mendEvents(db: Database): Promise<void> {
  await db.batch([
    db.prepare("DELETE FROM outbox WHERE id = ?").bind(FAULT),
    db
      .prepare("UPDATE dead_letters SET status = 'discarded', closed_at = '2026-01-01' WHERE id = ?")
      .bind(FAULT),
  ]);
}

async function scrape(url: string): Promise<string> {
  const headers = { Authorization: `Bearer ${SECRETS.METRICS_TOKEN}` };
  return (await ok(request<string>("GET", `${url}/metrics`, { headers }))).body;
}

async function drill(tools: Tools<"promtool">, url: string, db: Database, watchers: Watchers): Promise<void> {
  await step("Prometheus scrapes a shop that is well", async () => {
    if ((await buy(url, "pm_card_visa")) !== 201) throw new Failure("The shop does not sell.");
    await eventsDelivered(db);
    const query = `${watchers.prometheusUrl}/api/v1/query?query=sum_over_time(up[1m])`;
    const scraped = await poll(
      async () => {
        const answer = await request<Scrapes>("GET", query).catch(() => undefined);
        return Number(answer?.body.data.result[0]?.value[1]) >= 3 ? true : undefined;
      },
      { timeoutMs: TOLD_MS },
    );
    if (!scraped) throw new Failure("Prometheus cannot scrape /metrics.");
    const alerts = await ok(
      request<{ data: { alerts: unknown[] } }>("GET", `${watchers.prometheusUrl}/api/v1/alerts`),
    );
    if (alerts.body.data.alerts.length > 0) throw new Failure(JSON.stringify(alerts.body.data.alerts));
  });
  // What an isolate counts is told within ten seconds of its next request.
  const text = await poll(
    async () => {
      const now = await scrape(url);
      return SERIES.every((name) => now.includes(`\n${name}`)) ? now : undefined;
    },
    { timeoutMs: TOLD_MS },
  );
  if (text === undefined) throw new Failure(`/metrics lacks one of ${SERIES.join(", ")}.`);
  check("promtool likes what /metrics writes", tools.promtool, ["check", "metrics"], text);
  await step("A dead letter, an event that is stuck, and payments that Stripe does not answer", async () => {
    await breakEvents(db);
    for (let times = 0; times < 6; times += 1) await buy(url, "pm_fault_500");
    for (let times = 0; times < 2; times += 1) await buy(url, "pm_card_chargeDeclined");
  });
  for (const [alert, receiver] of [
    ["DeadLetters", "tickets"],
    ["EventsLate", "pager"],
    ["StripeFailing", "pager"],
    ["PaymentsFailing", "pager"],
  ] as const) {
    // A page about Stripe itself silences the one about payments: Prometheus has it all the same.
    if (alert === "PaymentsFailing") await firing(watchers, alert);
    else {
      const told = await step(`${alert} reaches the ${receiver}`, () =>
        watchers.told(alert, "firing", TOLD_MS),
      );
      if (told.receiver !== receiver) throw new Failure(`${alert} went to ${told.receiver}.`);
      console.log(`      ${told.annotations["summary"] ?? ""} (${told.annotations["runbook"] ?? ""})`);
    }
  }
  await mendEvents(db);
  await step("DeadLetters is over, and that is told, too", () =>
    watchers.told("DeadLetters", "resolved", TOLD_MS),
  );
}

async function firing(watchers: Watchers, alertname: string): Promise<void> {
  const url = `${watchers.prometheusUrl}/api/v1/alerts`;
  const { body } = await ok(
    request<{ data: { alerts: { state: string; labels: Record<string, string> }[] } }>("GET", url),
  );
  const found = body.data.alerts.find(
    ({ labels, state }) => labels["alertname"] === alertname && state === "firing",
  );
  if (!found) throw new Failure(`${alertname} does not fire: ${JSON.stringify(body.data.alerts)}`);
  console.log(`  ok  ${alertname} fires`);
}

async function main(): Promise<void> {
  let tools: Tools<"prometheus" | "promtool" | "alertmanager">;
  try {
    tools = findTools("prometheus", "promtool", "alertmanager");
  } catch (error) {
    if (!process.argv.includes("--optional") || !(error instanceof Failure)) throw error;
    return console.log(`skipped: ${error.message}`);
  }
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const stops: (() => Promise<void>)[] = [async () => rmSync(SCRATCH, { recursive: true, force: true })];
  try {
    const { script } = await step("Building the Worker", () => Promise.resolve(buildApi()));
    const stripe = await startRuntime(await stripeWorker({ apiUrl: url, faultDelayMs: 100 }), {
      server: "direct",
    });
    stops.unshift(() => stripe.stop());
    const vars = { LOG_LEVEL: "error", PASSWORD_COST: "10" };
    const api = await startRuntime(apiWorker(script, { name: "api", stripeUrl: stripe.url, vars }), {
      server: "miniflare",
      port,
      onError: () => undefined,
    });
    stops.unshift(() => api.stop());
    await prepareShop(api);
    const db = await api.database("DB");
    await prepare(url, db);
    // Once: every job has run, none is overdue.
    await ok(request("GET", `${url}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`, { timeoutMs: 60_000 }));
    const watchers = await startWatchers(tools, new URL(url), SECRETS.METRICS_TOKEN);
    stops.unshift(() => watchers.stop());
    await drill(tools, url, db, watchers);
  } finally {
    for (const stop of stops) await stop();
  }
}

await runScript(main);
