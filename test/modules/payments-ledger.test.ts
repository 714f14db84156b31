import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Payment } from "../../src/modules/payments/payments.schema.ts";
import { api, asStaff, rows } from "../support/api.ts";
import {
  allThrough,
  buy,
  chargeOf,
  control,
  expectBooksBalance,
  MANUAL,
  onPayment,
  paymentOf,
  refunded,
} from "../support/payments.ts";
import { placeOrder, makeVariant, readyCart } from "../support/shop.ts";

interface Page {
  data: Payment[];
  pagination: { next_cursor: string | null; has_more: boolean };
}

async function list(query: string): Promise<Page> {
  const answer = await api<Page>("GET", `/api/v1/payments?${query}`, { headers: await asStaff() });
  expect(answer.status).toBe(200);
  return answer.body;
}

interface Day {
  date: string;
  currency: string;
  captured: { amount: number };
  refunded: { amount: number };
  disputed: { amount: number };
  reinstated: { amount: number };
  fees: { amount: number };
  net: { amount: number };
}

const today = () => new Date().toISOString().slice(0, 10);

async function totals(): Promise<Day | undefined> {
  const answer = await api<{ data: Day[] }>(
    "GET",
    `/api/v1/payments/daily-totals?from=${today()}&to=${today()}`,
    {
      headers: await asStaff(),
    },
  );
  expect(answer.status).toBe(200);
  return answer.body.data.find(({ currency }) => currency === "USD");
}

describe("the ledger of a payment", () => {
  it("holds what happened, in its order, and cannot be changed", async () => {
    const { order, payment, intent } = await buy();
    const refund = await refunded(payment, { amount: 500 });
    await allThrough();
    const total = order.totals.total.amount;
    const seen = await paymentOf(payment);
    expect(seen.transactions.map(({ kind, amount }) => [kind, amount.amount])).toEqual([
      ["captured", total],
      ["fee", Math.round(total * 0.029) + 30],
      ["refunded", 500],
    ]);
    expect(seen.transactions.at(-1)?.provider_ref).toBe(refund.provider_ref);
    expect(seen.method).toEqual({ type: "card", brand: "visa", last4: "4242" });
    for (const change of ["UPDATE payment_transactions SET amount = 1", "DELETE FROM payment_transactions"]) {
      await expect(env.DB.prepare(change).run()).rejects.toThrow("append-only");
    }
    await expectBooksBalance(intent);
  });

  it("has every attempt that failed", async () => {
    const variant = await makeVariant({ stock: 5 });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {
      payment_method: "pm_card_chargeDeclined",
    });
    expect(placed.status).toBe(402);
    await allThrough();
    const { id } = placed.body["order"] as { id: string };
    const page = await list(`order_id=${id}`);
    expect(page.data).toMatchObject([
      {
        status: "requires_payment_method",
        last_error: { code: "card_declined", decline_code: "generic_decline" },
        transactions: [{ kind: "failed", detail: "generic_decline" }],
        captured: { amount: 0 },
      },
    ]);
    expect(page.data[0]?.allowed_transitions.every(({ allowed }) => !allowed)).toBe(true);
  });

  it("survives being told the same a hundred times", async () => {
    const { payment, intent } = await buy();
    const before = await rows("SELECT * FROM payment_transactions WHERE payment_id = ?", payment);
    const { retrieveIntent } = await import("../../src/modules/payments/index.ts");
    const { settleOrder } = await import("../../src/modules/checkout/settle-payment.ts");
    const { createCtx } = await import("../../src/platform/ctx.ts");
    const ctx = createCtx(env, { kind: "system", job: "test" }, { waitUntil: () => undefined });
    const told = await retrieveIntent(ctx, intent);
    const { order_id } = told.metadata;
    for (let time = 1; time <= 20; time++)
      await settleOrder(ctx, order_id ?? "", told, { always: time % 2 === 0 });
    await Promise.all(
      Array.from({ length: 4 }, () => settleOrder(ctx, order_id ?? "", told, { always: true })),
    );
    expect(await rows("SELECT * FROM payment_transactions WHERE payment_id = ?", payment)).toEqual(before);
    await expectBooksBalance(intent);
  });
});

describe("the list of payments", () => {
  it("is paged without gaps, and narrowed by order, intent, state and time", async () => {
    const bought = [await buy(), await buy("pm_card_visa", { settings: MANUAL }), await buy()];
    const ids = bought.map(({ payment }) => payment);
    const collected: string[] = [];
    for (let cursor = ""; ;) {
      const page = await list(`limit=2&sort=-created_at${cursor}`);
      collected.push(...page.data.map(({ id }) => id));
      if (page.pagination.next_cursor === null) break;
      cursor = `&cursor=${page.pagination.next_cursor}`;
    }
    expect(new Set(collected).size).toBe(collected.length);
    expect(collected.slice(0, 3)).toEqual(ids.toReversed());
    const [first, held] = bought;
    expect((await list(`order_id=${first?.order.id}`)).data.map(({ id }) => id)).toEqual([first?.payment]);
    expect((await list(`intent=${held?.intent}`)).data.map(({ id }) => id)).toEqual([held?.payment]);
    expect((await list(`status=requires_capture&limit=1`)).data.map(({ id }) => id)).toEqual([held?.payment]);
    const { created_at } = await paymentOf(held?.payment ?? "");
    const short = created_at.replace(/\.\d+Z$/, "Z");
    const from = await list(`created_from=${created_at}&sort=created_at&limit=1`);
    expect(from.data.map(({ id }) => id)).toEqual([held?.payment]);
    expect((await list(`created_from=${short}&sort=created_at`)).data.map(({ id }) => id)).toContain(
      held?.payment,
    );
    expect((await list(`created_to=${created_at}&limit=1`)).data.map(({ id }) => id)).toEqual([
      first?.payment,
    ]);
    expect((await list(`intent=${first?.intent}`)).data[0]).toEqual(await paymentOf(first?.payment ?? ""));
    const bad = await api("GET", "/api/v1/payments?status=stolen", { headers: await asStaff() });
    expect(bad.status).toBe(422);
  });

  it("answers 304 for a payment that is known, and another ETag after each change", async () => {
    const { payment } = await buy();
    const path = `/api/v1/payments/${payment}`;
    const first = await api("GET", path, { headers: await asStaff() });
    const etag = String(first.headers.get("ETag"));
    expect(
      (await api("GET", path, { headers: { ...(await asStaff()), "If-None-Match": etag } })).status,
    ).toBe(304);
    await refunded(payment, { amount: 1 });
    const later = await api("GET", path, { headers: { ...(await asStaff()), "If-None-Match": etag } });
    expect(later.status).toBe(200);
    expect((await api("GET", "/api/v1/payments/nonsense", { headers: await asStaff() })).status).toBe(422);
    const unknown = "/api/v1/payments/01900000-0000-7000-8000-00000000dead";
    expect((await api("GET", unknown, { headers: await asStaff() })).status).toBe(404);
    expect((await api("GET", `${unknown}/refunds`, { headers: await asStaff() })).status).toBe(404);
    const other = await buy();
    const [refund] = (await paymentOf(payment)).refunds;
    const foreign = await api("GET", `/api/v1/payments/${other.payment}/refunds/${refund?.id}`, {
      headers: await asStaff(),
    });
    expect(foreign.status).toBe(404);
  });
});

describe("the totals of a day", () => {
  it("change by what the balance at Stripe does", async () => {
    await buy();
    const before = await totals();
    const { order, payment, intent } = await buy();
    await refunded(payment, { amount: 600 });
    await control(`charges/${await chargeOf(intent)}/dispute`, { amount: "400" });
    await allThrough();
    const held = await buy("pm_card_visa", { settings: MANUAL });
    await onPayment(held.payment, "captures", { amount: 1_000 });
    await allThrough();
    const after = await totals();
    const fee = (amount: number) => Math.round(amount * 0.029) + 30;
    const total = order.totals.total.amount;
    const grown = (of: (day: Day | undefined) => number | undefined) => (of(after) ?? 0) - (of(before) ?? 0);
    expect(grown((day) => day?.captured.amount)).toBe(total + 1_000);
    expect(grown((day) => day?.refunded.amount)).toBe(600);
    expect(grown((day) => day?.disputed.amount)).toBe(400);
    expect(grown((day) => day?.fees.amount)).toBe(fee(total) + 1_500 + fee(1_000));
    expect(grown((day) => day?.net.amount)).toBe(total + 1_000 - 600 - 400 - fee(total) - 1_500 - fee(1_000));
    await expectBooksBalance(intent, held.intent);
  });

  it.each([
    ["from=2026-01-02&to=2026-01-01", 422],
    ["from=2024-01-01&to=2026-01-01", 422],
    ["from=2026-02-31&to=2026-03-01", 422],
    ["from=yesterday&to=today", 422],
    ["", 422],
    ["from=2020-01-01&to=2020-12-31", 200],
  ])("for %j are %i", async (query, status) => {
    const answer = await api("GET", `/api/v1/payments/daily-totals?${query}`, { headers: await asStaff() });
    expect(answer.status).toBe(status);
  });
});
