import { createExecutionContext, createScheduledController, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { setClock } from "../../src/platform/ctx.ts";
import worker from "../../workers/main.ts";
import { eventsDelivered, rows, value } from "../support/api.ts";
import { placeOrderWith } from "../support/failing-env.ts";
import { deliverWebhooks, makeVariant, readyCart, stockOf, stripe, unique } from "../support/shop.ts";

afterEach(() => setClock(undefined));

/**
 * Stripe keeps a 500 under its idempotency key and repeats it to every retry, which the emulator's outages do not. This stands
 * before the emulator and does so for the first key that it sees; everything else goes through.
 */
function keepingFirstOutage(): Env {
  let outageKey: string | null = null;
  const fetch = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const key = request.headers.get("Idempotency-Key");
    const isReplay = key !== null && key === outageKey;
    if (key !== null && outageKey === null) outageKey = key;
    if (key === null || key !== outageKey)
      return env.STRIPE_API?.fetch(request) ?? Promise.reject(new Error("no emulator"));
    const error = { type: "api_error", message: "An unknown error occurred" };
    const headers = {
      "Content-Type": "application/json",
      ...(isReplay ? { "Idempotent-Replayed": "true" } : {}),
    };
    return Promise.resolve(new Response(JSON.stringify({ error }), { status: 500, headers }));
  };
  return { ...env, STRIPE_API: { fetch } as unknown as Fetcher };
}

async function intentStates(orderId: string): Promise<string[]> {
  const response = await stripe("GET", "/v1/payment_intents?limit=100");
  const { data } = await response.json<{ data: { status: string; metadata: { order_id?: string } }[] }>();
  return data.filter((intent) => intent.metadata.order_id === orderId).map((intent) => intent.status);
}

describe("a 500 that Stripe keeps under its idempotency key", () => {
  it.each([{ payment_method: "pm_card_visa" }, {}])(
    "does not lock the order: the retry of %o under the same key gets another intent, and only one",
    async (body) => {
      const bindings = keepingFirstOutage();
      const variant = await makeVariant({ stock: 5 });
      const cart = await readyCart([{ variant, quantity: 1 }]);
      const key = unique("key");
      expect((await placeOrderWith(bindings, cart, body, key)).status).toBe(503);
      const retry = await placeOrderWith(bindings, cart, body, key);
      expect(retry.status).toBe(201);
      const order = await retry.json<{ id: string; status: string }>();
      const paid = "payment_method" in body;
      expect(order.status).toBe(paid ? "confirmed" : "pending_payment");
      expect(await intentStates(order.id)).toEqual([paid ? "succeeded" : "requires_payment_method"]);
      await deliverWebhooks();
      await eventsDelivered();
      expect(await stockOf(variant)).toEqual(
        paid ? { on_hand: 4, reserved: 0 } : { on_hand: 5, reserved: 1 },
      );
    },
  );

  it("does not hold the stock for ever: the order expires when its hold ends", async () => {
    const bindings = keepingFirstOutage();
    const variant = await makeVariant({ stock: 5 });
    await placeOrderWith(bindings, await readyCart([{ variant, quantity: 1 }]), {}, unique("key"));
    setClock(() => new Date(Date.now() + 31 * 60_000));
    const execution = createExecutionContext();
    await worker.scheduled(createScheduledController({ cron: "* * * * *" }), bindings, execution);
    await waitOnExecutionContext(execution);
    setClock(undefined);
    const [order] = await rows<{ id: string; status: string }>(
      "SELECT o.id, o.status FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE l.variant_id = ?",
      variant.id,
    );
    expect(order?.status).toBe("expired");
    expect(await intentStates(order?.id ?? "")).toEqual(["canceled"]);
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 0 });
    expect(await value("SELECT status FROM payments WHERE order_id = ?", order?.id)).toBe("canceled");
  });
});
