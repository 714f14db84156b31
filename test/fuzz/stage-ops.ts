import { createHmac } from "node:crypto";
import { sleep } from "../../scripts/lib/terminal.ts";
import { signToken } from "../../src/platform/tokens.ts";
import { SECRETS } from "../../scripts/runtime/workers.ts";
import { PUT_HERE } from "./soundness.ts";
import { firstOf, listOf, type Stage, textOf } from "./stage.ts";

/** Webhooks, mails, jobs, dead letters: what the operators look at. */
export async function stageOps(stage: Stage): Promise<void> {
  await webhooks(stage);
  await deadLetters(stage);
  await mails(stage);
  await stripeEvent(stage);
  await settings(stage);
  for (const { name } of listOf((await stage.ask("listCronJobs")).body).slice(0, 4)) {
    await stage.ask("getCronJob", { params: [String(name)] });
  }
  await stage.ask("runCronJob", { params: ["inventory.check-nightly"] });
  await stage.ask("checkInvariants");
  await stage.ask("rebuildSearch");
  await stage.ask("getSearchRebuild");
  await stage.ask("startBackup");
  await stage.ask("runReconciliation");
  for (const { id } of listOf((await stage.ask("getReconciliation")).body, "open").slice(0, 5)) {
    stage.session.known.note("/api/v1/payments/reconciliation/findings", [id]);
  }
  const replay = { subscriber: "search.project-products", from: "2026-11-01T00:00:00Z" };
  await stage.ask("createEventReplay", { json: replay });
  await stage.ask("getMetrics", { as: "key" });
}

async function webhooks(stage: Stage): Promise<void> {
  const url = stage.session.world.sinkUrl;
  const made = await stage.ask("createWebhookEndpoint", {
    json: { url, event_types: ["order.*", "product.*"] },
  });
  const spare = await stage.ask("createWebhookEndpoint", {
    json: { url: `${url}/b`, event_types: ["product.*"] },
  });
  const params = [made.body.id];
  await stage.ask("testWebhookEndpoint", { params });
  await stage.ask("rotateWebhookSecret", { params, json: {} });
  await stage.ask("updateWebhookEndpoint", { params, json: { description: "ERP" } });
  const from = new Date(Date.now() - 3_600_000).toISOString();
  await stage.ask("replayWebhooks", { params, json: { from, to: new Date().toISOString() } });
  const sku = `HOOK-${stage.session.newKey()}`;
  await stage.ask("createProduct", {
    json: { name: sku, sku, status: "active", price: { amount: 100, currency: "USD" } },
  });
  await untilDelivered(stage);
  const query = { endpoint_id: made.body.id };
  const delivery = firstOf(listOf((await stage.ask("listWebhookDeliveries", { query })).body));
  if (delivery.id !== "") {
    for (const look of ["getWebhookDelivery", "getWebhookMessage", "listWebhookAttempts"]) {
      await stage.ask(look, { params: [delivery.id] });
    }
    await stage.ask("replayWebhookDelivery", { params: [delivery.id] });
  }
  await stage.ask("deleteWebhookEndpoint", { params: [spare.body.id] });
}

async function untilDelivered(stage: Stage): Promise<void> {
  await stage.session.world.sweep();
  await sleep(500);
  await stage.session.world.sweep();
}

/** A letter of each fate: its event was delivered, so that doing it again does nothing. */
async function deadLetters(stage: Stage): Promise<void> {
  const db = await stage.session.world.db();
  await db
    .prepare(
      `INSERT INTO dead_letters (id, event_id, type, subscriber, message, error, attempts, status, first_failed_at, last_failed_at)
       SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-7' || substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
         id, type, 'search.project-products',
         json_object('id', id, 'type', type, 'payload', json(payload), 'occurred_at', occurred_at), '${PUT_HERE}', 5, 'open', occurred_at, occurred_at
       FROM outbox WHERE type = 'product.changed' ORDER BY rowid DESC LIMIT 3`,
    )
    .run()
    .catch((error: unknown) => stage.refusals.set("dead letters", String(error)));
  const open = listOf((await stage.ask("listDeadLetters", { query: { status: "open" } })).body);
  if (open[0]) await stage.ask("replayDeadLetter", { params: [open[0].id] });
  if (open[1]) await stage.ask("discardDeadLetter", { params: [open[1].id], json: { reason: "A test" } });
  await stage.ask("replayDeadLetters", { json: { subscriber: "search.project-products" } });
}

async function mails(stage: Stage): Promise<void> {
  const sent = firstOf(listOf((await stage.ask("listNotifications", { query: { status: "sent" } })).body));
  if (sent.id !== "") {
    await stage.ask("getNotification", { params: [sent.id] });
    await stage.ask("resendNotification", { params: [sent.id], json: { to: "ada@work.example.com" } });
    await stage.ask("showMailboxMail", { as: "guest", params: [sent.id] });
  }
  const email = `no-${stage.session.newKey()}@example.com`;
  const { body } = await stage.ask("suppressAddress", { json: { email, scope: "all" } });
  await stage.ask("getMailSuppression", { params: [body.id] });
  await stage.ask("liftMailSuppression", { params: [body.id] });
  const { text } = await stage.ask("listMailPreviews", { as: "guest" });
  for (const [, template = ""] of text.matchAll(/mail-preview\/([\w-]+)/g)) {
    stage.session.known.note("/api/v1/ops/mail-preview", [template]);
  }
  const config = { TOKEN_SECRET: [SECRETS.TOKEN_SECRET] } as Parameters<typeof signToken>[0]["config"];
  const token = await signToken({ config }, "unsubscribe", "ada@example.com");
  await stage.ask("askToUnsubscribe", { as: "guest", query: { token } });
  const form = {
    body: { text: "List-Unsubscribe=One-Click" },
    contentType: "application/x-www-form-urlencoded",
  };
  await stage.ask("unsubscribe", { as: "guest", query: { token }, ...form });
}

/** An event as Stripe signs it: the shop looks the object up again, and knows none of this id. */
async function stripeEvent(stage: Stage): Promise<void> {
  const id = `evt_${stage.session.newKey().replaceAll("-", "")}`;
  const object = { id: "pi_unknown", object: "payment_intent", metadata: {} };
  const text = JSON.stringify({
    id,
    object: "event",
    type: "payment_intent.created",
    api_version: "2026-10-28.basil",
    created: 1,
    livemode: false,
    data: { object },
  });
  const at = Math.floor(Date.now() / 1_000);
  const signature = createHmac("sha256", SECRETS.STRIPE_WEBHOOK_SECRET).update(`${at}.${text}`).digest("hex");
  const headers = { "Stripe-Signature": `t=${at},v1=${signature}` };
  await stage.ask("receiveStripeWebhook", { as: "guest", headers, body: { text } });
}

async function settings(stage: Stage): Promise<void> {
  const zone = await stage.ask("createShippingZone", {
    json: { name: `Zone ${stage.session.newKey()}`, regions: [] },
  });
  const found = zone.status < 300 ? zone.body : firstOf(listOf((await stage.ask("listShippingZones")).body));
  await stage.ask("getShippingZone", { params: [found.id] });
  await stage.ask("listShippingRates", { params: [found.id] });
  await stage.ask("saveTaxSettings", { params: ["JP"], json: { prices_include_tax: true } });
  await stage.ask("getTaxSettings", { params: ["JP"] });
  await stage.ask("deleteTaxSettings", { params: ["JP"] });
  const rate = await stage.ask("createTaxRate", { json: { name: "JCT", country: "NZ", rate_ppm: 100_000 } });
  await stage.ask("getTaxRate", { params: [textOf(rate.body, "id")] });
  await stage.ask("deleteTaxRate", { params: [textOf(rate.body, "id")] });
}
