import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { reconcileJob } from "../../src/modules/checkout/reconcile-payments.ts";
import { makeUser } from "../support/accounts.ts";
import { api, asStaff, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { faultyStripe } from "../support/faulty-stripe.ts";
import { orderRef, paidOrder, type PaidOrder, reconcile } from "../support/reconciling.ts";
import { deliverWebhooks, makeVariant, placeOrder, readyCart, stripe, unique } from "../support/shop.ts";

// What is wrong here was made wrong by hand: these orders stay as no order should be.

const PATH = "/api/v1/payments/reconciliation";
/** So much later that nothing is on its way any more. */
const LATER = 20;

interface Finding {
  id: string;
  code: string;
  entity: string;
  entity_id: string;
  details: Record<string, unknown>;
  resolved_at?: string;
}

interface Report {
  last_run: { examined: number; mended: number; findings: number } | null;
  watermark: string | null;
  lag_seconds: number | null;
  mended: number;
  open: Finding[];
  pagination: { next_cursor: string | null; has_more: boolean };
  code: string;
}

async function report(query = ""): Promise<Report> {
  const answer = await api<Report>("GET", `${PATH}${query}`, { headers: await asStaff(["order:manage"]) });
  expect(answer.status).toBe(200);
  return answer.body;
}

/** What is open about an order or anything of it. */
async function findingsOf(order: { id: string }): Promise<Finding[]> {
  const { open } = await report("?limit=100");
  return open.filter(({ entity_id, details }) => entity_id === order.id || details["order"] === order.id);
}

async function resolve(finding: Finding, body: Record<string, unknown> = {}) {
  return api<Finding>("POST", `${PATH}/findings/${finding.id}/resolve`, {
    body,
    headers: await asStaff(["order:manage"]),
  });
}

async function paid(): Promise<PaidOrder> {
  const order = await paidOrder();
  await deliverWebhooks();
  return order;
}

/** The books say that so much more went back than Stripe knows of. */
async function claimRefund(order: PaidOrder, amount: number): Promise<void> {
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO payment_transactions (id, payment_id, kind, amount, currency, provider_ref, occurred_at, created_at)
       VALUES (?, ?, 'refunded', ?, 'USD', ?, '2026-01-01', '2026-01-01')`,
    ).bind(unique("entry"), order.payment, amount, unique("re")),
    env.DB.prepare("UPDATE payments SET refunded = refunded + ?, version = version + 1 WHERE id = ?").bind(
      amount,
      order.payment,
    ),
  ]);
}

/** The emulator, which does not know this intent. */
function without(intent: string): Env {
  const emulator = env.STRIPE_API;
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request<unknown, IncomingRequestCfProperties>(input, init as RequestInit<never>);
    const { pathname } = new URL(request.url);
    if (pathname === `/v1/payment_intents/${intent}`) {
      const error = {
        type: "invalid_request_error",
        code: "resource_missing",
        message: "No such payment_intent",
        param: "intent",
      };
      return Response.json({ error }, { status: 404 });
    }
    const answer = (await emulator?.fetch(request)) ?? Response.error();
    if (pathname !== "/v1/payment_intents") return answer;
    const page = await answer.json<{ data: { id: string }[] }>();
    return Response.json({ ...page, data: page.data.filter(({ id }) => id !== intent) });
  };
  return { ...env, STRIPE_API: { fetch } as unknown as Fetcher };
}

describe("what a person must decide", () => {
  it("money for an order that we do not know; another shop's payments on the account are none of ours", async () => {
    const order = crypto.randomUUID();
    const pay = (more: Record<string, string>) =>
      stripe("POST", "/v1/payment_intents", {
        amount: "1500",
        currency: "usd",
        confirm: "true",
        payment_method: "pm_card_visa",
        return_url: "https://shop.example.com",
        ...more,
      });
    const ours = { "metadata[order_id]": order, "metadata[order_number]": "EG-UNKNOWN" };
    const { id } = await (await pay(ours)).json<{ id: string }>();
    const foreign = await (await pay({ "metadata[order_id]": "4711" })).json<{ id: string }>();
    await reconcile(LATER);
    expect(await findingsOf({ id: order })).toEqual([
      expect.objectContaining({
        code: "payment.order_unknown",
        entity: "payment_intent",
        entity_id: id,
        details: { order, captured: 1500, refunded: 0, authorized: 0, currency: "USD" },
      }),
    ]);
    expect(await value("SELECT COUNT(*) FROM alerts WHERE entity_id = ?", foreign.id)).toBe(0);
  });

  it("a payment that Stripe does not know", async () => {
    const order = await paid();
    await reconcile(LATER, without(order.intent));
    expect(await findingsOf(order)).toMatchObject([
      {
        code: "payment.intent_missing",
        entity: "payment",
        entity_id: order.payment,
        details: { intent: order.intent },
      },
    ]);
    await reconcile(LATER);
    expect(await findingsOf(order)).toHaveLength(1);
  });

  it("money of an order that was cancelled, which nobody gives back; while that may still happen it is none", async () => {
    const order = await paid();
    await env.DB.prepare("UPDATE orders SET status = 'cancelled' WHERE id = ?").bind(order.id).run();
    await reconcile(6);
    expect(await findingsOf(order)).toEqual([]);
    await reconcile(LATER);
    const captured = await value("SELECT captured FROM payments WHERE id = ?", order.payment);
    expect(await findingsOf(order)).toMatchObject([
      { code: "payment.of_closed_order", details: { order_status: "cancelled", captured, authorized: 0 } },
    ]);
  });

  it("an order that is carried out, and that nobody has paid", async () => {
    const cart = await readyCart([{ variant: await makeVariant({ stock: 5 }), quantity: 1 }]);
    const { id } = (await placeOrder(cart, {})).body;
    const order = await orderRef(id, "");
    await env.DB.prepare("UPDATE orders SET status = 'confirmed' WHERE id = ?").bind(id).run();
    await reconcile(LATER);
    expect(await findingsOf(order)).toMatchObject([
      { code: "payment.missing", entity: "order", entity_id: id, details: { order_status: "confirmed" } },
    ]);
  });

  it("books that say something else than Stripe, until somebody has dealt with it; it comes back when it is another matter", async () => {
    const order = await paid();
    await claimRefund(order, 100);
    await reconcile(LATER);
    const [finding, ...others] = await findingsOf(order);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: "payment.books_differ",
      entity: "payment",
      entity_id: order.payment,
      details: { intent: order.intent, differences: { refunded: { books: 100, stripe: 0 } } },
    });
    if (!finding) return;

    const resolved = await resolve(finding, { note: "Paid back in cash" });
    expect(resolved).toMatchObject({
      status: 200,
      body: { id: finding.id, resolved_at: expect.any(String) as string },
    });
    expect(await findingsOf(order)).toEqual([]);
    expect(await resolve(finding)).toMatchObject({
      status: 200,
      body: { resolved_at: resolved.body.resolved_at },
    });
    expect(
      await rows(
        "SELECT entity, after FROM audit_log WHERE action = 'payment.resolve_finding' AND entity_id = ?",
        order.id,
      ),
    ).toEqual([
      {
        entity: "order",
        after: JSON.stringify({ finding: finding.id, code: finding.code, note: "Paid back in cash" }),
      },
    ]);

    await reconcile(LATER);
    expect(await findingsOf(order)).toEqual([]);

    await claimRefund(order, 50);
    await reconcile(LATER);
    expect(await findingsOf(order)).toMatchObject([
      { id: finding.id, details: { differences: { refunded: { books: 150, stripe: 0 } } } },
    ]);
    expect((await findingsOf(order))[0]).not.toHaveProperty("resolved_at");
  });
});

describe("the report", () => {
  it("tells how far it is, and pages through what is open, the latest first", async () => {
    await reconcile(0);
    const { last_run, watermark, lag_seconds, open } = await report("?limit=100");
    expect(last_run?.examined).toBeGreaterThan(0);
    expect(Date.now() - Date.parse(watermark ?? "")).toBeLessThan(60_000);
    expect(lag_seconds).toBeLessThan(60);
    expect(open.length).toBeGreaterThanOrEqual(4);
    const paged: Finding[] = [];
    for (let cursor = ""; ;) {
      const page = await report(`?limit=2${cursor}`);
      expect(page.open.length).toBeLessThanOrEqual(2);
      paged.push(...page.open);
      if (page.pagination.next_cursor === null) break;
      cursor = `&cursor=${page.pagination.next_cursor}`;
    }
    expect(paged).toEqual(open);
    expect((await api("GET", `${PATH}?cursor=nonsense`, { headers: await asStaff() })).status).toBe(422);
  });

  it("is for staff, running it for who administers the system; findings about other things are not in it", async () => {
    const staff = await makeUser({ role: "staff" });
    const customer = await makeUser();
    expect((await api("GET", PATH, { headers: staff.headers })).status).toBe(200);
    expect((await api("GET", PATH, { headers: customer.headers })).status).toBe(403);
    expect((await api("POST", `${PATH}/run`, { headers: staff.headers })).status).toBe(403);
    const id = crypto.randomUUID();
    await env.DB.prepare(
      "INSERT INTO alerts (id, code, entity, entity_id, details, created_at) VALUES (?, 'inventory.breach', 'level', ?, '{}', '2026-01-01T00:00:00.000Z')",
    )
      .bind(id, id)
      .run();
    expect((await report("?limit=100")).open.map((finding) => finding.id)).not.toContain(id);
    const missing = { id, code: "", entity: "", entity_id: "", details: {} };
    expect((await resolve(missing)).status).toBe(404);
    expect((await resolve({ ...missing, id: "nonsense" })).status).toBe(422);
    expect((await resolve({ ...missing, id }, { note: "" })).status).toBe(422);
  });
});

describe("POST /payments/reconciliation/run", () => {
  it("runs it at once, due or not, and answers the report", async () => {
    const order = await paid();
    await stripe("POST", "/v1/refunds", { payment_intent: order.intent, amount: "250" });
    const answer = await api<Report>("POST", `${PATH}/run`, { headers: await asStaff(["system:admin"]) });
    expect(answer.status).toBe(200);
    expect(answer.body.last_run?.mended).toBeGreaterThan(0);
    expect(answer.body.lag_seconds).toBeLessThan(10);
    await deliverWebhooks();
    expect(await value("SELECT COUNT(*) FROM audit_log WHERE action = 'payment.reconcile'")).toBe(1);
  });

  it("is 409 while a run is under way, and 503 when Stripe does not answer", async () => {
    const headers = await asStaff();
    const lease = (until: string | null) =>
      env.DB.prepare("UPDATE jobs SET lease_until = ? WHERE name = ?").bind(until, reconcileJob.name).run();
    await lease("9999");
    expect(await api("POST", `${PATH}/run`, { headers })).toMatchObject({
      status: 409,
      body: { code: "payment.reconciliation_running" },
    });
    await lease(null);
    const faulty = faultyStripe("500", (_, path) => path === "/v1/payment_intents");
    expect(await callWith(faulty.env, "POST", `${PATH}/run`, { headers })).toMatchObject({
      status: 503,
      body: { code: "payment.unavailable" },
    });
    expect((await api("POST", `${PATH}/run`, { headers })).status).toBe(200);
  });
});
