import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { api, eventsDelivered, eventually, rows, value } from "../support/api.ts";
import { cronAfter } from "../support/doors.ts";
import {
  deliver,
  deliverWebhooks,
  expireHereOnly,
  makeVariant,
  placeOrder,
  readyCart,
  stockOf,
  stripe,
  takeWebhooks,
} from "../support/shop.ts";

function intentIdOf(clientSecret: string | null | undefined): string {
  return String(clientSecret).split("_secret_")[0] ?? "";
}

async function intentStatus(id: string): Promise<string> {
  const response = await stripe("GET", `/v1/payment_intents/${id}`);
  return (await response.json<{ status: string }>()).status;
}

describe("an unpaid order", () => {
  it("keeps its stock while the hold lasts", async () => {
    const variant = await makeVariant({ stock: 3 });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 2 }]), {});
    await cronAfter(29);
    expect(await value("SELECT status FROM orders WHERE id = ?", placed.body.id)).toBe("pending_payment");
    expect(await stockOf(variant)).toEqual({ on_hand: 3, reserved: 2 });
  });

  it("expires when the hold ends: the PaymentIntent is cancelled first, then the stock given back", async () => {
    const variant = await makeVariant({ stock: 3 });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 2 }]), {});
    await cronAfter(31);
    expect(await value("SELECT status FROM orders WHERE id = ?", placed.body.id)).toBe("expired");
    expect(await intentStatus(intentIdOf(placed.body.payment?.client_secret))).toBe("canceled");
    expect(await stockOf(variant)).toEqual({ on_hand: 3, reserved: 0 });
    expect(await value("SELECT COUNT(*) FROM stock_movements WHERE order_id = ?", placed.body.id)).toBe(0);
    await cronAfter(32);
    expect(await value("SELECT COUNT(*) FROM order_transitions WHERE order_id = ?", placed.body.id)).toBe(2);
    const late = await api("POST", `/api/v1/orders/${placed.body.id}/payments`, {
      body: { payment_method: "pm_card_visa" },
      headers: { "X-Order-Token": placed.body.access_token },
    });
    expect(late.body).toMatchObject({ code: "order.not_payable" });
  });

  it("that was paid without our hearing of it is settled, not expired", async () => {
    const variant = await makeVariant({ stock: 3 });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {});
    await stripe("POST", `/v1/payment_intents/${intentIdOf(placed.body.payment?.client_secret)}/confirm`, {
      payment_method: "pm_fault_webhook_never",
      return_url: "https://shop.example.com",
    });
    expect(await deliverWebhooks()).not.toContainEqual(
      expect.objectContaining({ type: "payment_intent.succeeded" }),
    );
    await env.DB.prepare(
      "UPDATE jobs SET lease_until = '9999' WHERE name = 'payments.fetch-missed-events'",
    ).run();
    await cronAfter(31);
    await env.DB.prepare(
      "UPDATE jobs SET lease_until = NULL WHERE name = 'payments.fetch-missed-events'",
    ).run();
    await eventsDelivered();
    expect(await value("SELECT status FROM orders WHERE id = ?", placed.body.id)).toBe("confirmed");
    expect(await stockOf(variant)).toEqual({ on_hand: 2, reserved: 0 });
  });

  it("is settled within a minute when its webhook was lost, by listing Stripe's events", async () => {
    const variant = await makeVariant({ stock: 3 });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {});
    await stripe("POST", `/v1/payment_intents/${intentIdOf(placed.body.payment?.client_secret)}/confirm`, {
      payment_method: "pm_fault_webhook_never",
      return_url: "https://shop.example.com",
    });
    await cronAfter(1);
    await eventsDelivered();
    expect(await value("SELECT status FROM orders WHERE id = ?", placed.body.id)).toBe("confirmed");
    await cronAfter(1);
    expect(await value("SELECT COUNT(*) FROM notifications WHERE order_id = ?", placed.body.id)).toBe(1);
  });

  it("whose first answer from Stripe was lost is expired with its intent cancelled", async () => {
    const variant = await makeVariant({ stock: 3 });
    const lost = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {
      payment_method: "pm_fault_timeout",
    });
    const { id } = (lost.body as unknown as { order: { id: string } }).order;
    // While the lost request still runs at Stripe its key is taken, and the order is left for the next run.
    let minutes = 28;
    await eventually(async () => {
      await cronAfter((minutes += 3));
      return (await value<string>("SELECT status FROM orders WHERE id = ?", id)) === "expired";
    });
    expect(await stockOf(variant)).toEqual({ on_hand: 3, reserved: 0 });
    expect(await value("SELECT status FROM payments WHERE order_id = ?", id)).toBe("canceled");
  });

  it("whose money was taken although the answer was lost is settled, not expired", async () => {
    const variant = await makeVariant({ stock: 3 });
    const cart = await readyCart([{ variant, quantity: 1 }]);
    // The SDK's own retry gets the stored answer; the row is set back to what a Worker that died here leaves behind.
    const placed = await placeOrder(cart, { payment_method: "pm_fault_answer_lost" });
    expect(placed.status).toBe(201);
    await eventsDelivered();
    await env.DB.batch([
      env.DB.prepare(
        "UPDATE payments SET intent_id = NULL, charge_id = NULL, status = 'pending', captured = 0, version = 1 WHERE order_id = ?",
      ).bind(placed.body.id),
      env.DB.prepare("UPDATE orders SET status = 'pending_payment', version = 1 WHERE id = ?").bind(
        placed.body.id,
      ),
      env.DB.prepare("DELETE FROM order_transitions WHERE order_id = ? AND seq > 1").bind(placed.body.id),
    ]);
    await takeWebhooks();
    await env.DB.prepare(
      "UPDATE jobs SET lease_until = '9999' WHERE name = 'payments.fetch-missed-events'",
    ).run();
    await cronAfter(31);
    await env.DB.prepare(
      "UPDATE jobs SET lease_until = NULL WHERE name = 'payments.fetch-missed-events'",
    ).run();
    expect(await value("SELECT status FROM orders WHERE id = ?", placed.body.id)).toBe("confirmed");
  });
});

describe("money that arrives after the hold ended", () => {
  async function expiredButPaid(stock: number) {
    const variant = await makeVariant({ stock });
    const placed = await placeOrder(await readyCart([{ variant, quantity: 1 }]), {});
    const intentId = intentIdOf(placed.body.payment?.client_secret);
    await takeWebhooks();
    await expireHereOnly(placed.body.id, variant);
    await stripe("POST", `/v1/payment_intents/${intentId}/confirm`, {
      payment_method: "pm_card_visa",
      return_url: "https://shop.example.com",
    });
    return { variant, orderId: placed.body.id };
  }

  it("takes the stock again when there is some", async () => {
    const { variant, orderId } = await expiredButPaid(1);
    await deliverWebhooks();
    await eventsDelivered();
    expect(await value("SELECT status FROM orders WHERE id = ?", orderId)).toBe("confirmed");
    expect(await stockOf(variant)).toEqual({ on_hand: 0, reserved: 0 });
    expect(await rows("SELECT template FROM notifications WHERE order_id = ?", orderId)).toEqual([
      { template: "order-confirmation" },
    ]);
  });

  it("goes back when its person was erased meanwhile: there is nobody to send anything to", async () => {
    const { variant, orderId } = await expiredButPaid(1);
    await rows("UPDATE orders SET email = 'erased@erased.invalid' WHERE id = ?", orderId);
    await deliverWebhooks();
    await eventsDelivered();
    expect(await value("SELECT status FROM orders WHERE id = ?", orderId)).toBe("expired");
    expect(await value("SELECT refunded FROM payments WHERE order_id = ?", orderId)).toBe(
      await value("SELECT captured FROM payments WHERE order_id = ?", orderId),
    );
    expect(await stockOf(variant)).toEqual({ on_hand: 1, reserved: 0 });
    expect(await rows("SELECT template FROM notifications WHERE order_id = ?", orderId)).toEqual([]);
  });

  it("is refunded once, with a mail, when the stock is gone", async () => {
    const { variant, orderId } = await expiredButPaid(1);
    const other = await placeOrder(await readyCart([{ variant, quantity: 1 }]));
    expect(other.status).toBe(201);
    const deliveries = await takeWebhooks();
    await Promise.all(deliveries.flatMap((delivery) => [deliver(delivery), deliver(delivery)]));
    await eventsDelivered();
    await deliverWebhooks();
    await eventsDelivered();
    expect(await value("SELECT status FROM orders WHERE id = ?", orderId)).toBe("expired");
    const [payment] = await rows<{ amount: number; captured: number; refunded: number }>(
      "SELECT amount, captured, refunded FROM payments WHERE order_id = ?",
      orderId,
    );
    expect(payment?.refunded).toBe(payment?.amount);
    expect(payment?.captured).toBe(payment?.amount);
    expect(await rows("SELECT template, status FROM notifications WHERE order_id = ?", orderId)).toEqual([
      { template: "refunded-too-late", status: "sent" },
    ]);
  });
});
