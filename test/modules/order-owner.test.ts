import { describe, expect, it } from "vitest";
import type { Order } from "../../src/modules/orders/orders.schema.ts";
import { makeUser } from "../support/accounts.ts";
import { api, asStaff, rows } from "../support/api.ts";
import { makeVariant, placeOrder, readyCart, unique } from "../support/shop.ts";

describe("whose order it is", () => {
  it("is told to staff and to the owner, and not to who holds the order's token", async () => {
    const placed = (await placeOrder(await readyCart([{ variant: await makeVariant(), quantity: 1 }]))).body;
    const path = `/api/v1/orders/${placed.id}`;
    const guest = { "X-Order-Token": placed["access_token"] };
    const before = await api<Order>("GET", path, { headers: guest });
    const owner = await makeUser();
    await rows("UPDATE orders SET customer_id = ? WHERE id = ?", owner.id, placed.id);

    const seenByGuest = await api<Order>("GET", path, { headers: guest });
    expect(seenByGuest.status).toBe(200);
    expect(seenByGuest.body).toEqual(before.body);
    expect(seenByGuest.headers.get("ETag")).toBe(before.headers.get("ETag"));
    const stranger = { ...(await makeUser()).headers, ...guest };
    expect((await api("GET", path, { headers: stranger })).body).not.toHaveProperty("customer_id");

    for (const headers of [owner.headers, await asStaff(["order:manage"])]) {
      const seen = await api<Order>("GET", path, { headers });
      expect(seen.body.customer_id).toBe(owner.id);
      expect(seen.headers.get("ETag")).not.toBe(before.headers.get("ETag"));
    }
    const list = await api<{ data: Order[] }>("GET", "/api/v1/orders", { headers: owner.headers });
    expect(list.body.data).toMatchObject([{ id: placed.id, customer_id: owner.id }]);
  });

  it("is not told either when the token's holder pays again", async () => {
    const cart = await readyCart([{ variant: await makeVariant(), quantity: 1 }]);
    const declined = await placeOrder(cart, { payment_method: "pm_card_chargeDeclined" });
    const order = declined.body["order"] as { id: string; access_token: string };
    const owner = await makeUser();
    await rows("UPDATE orders SET customer_id = ? WHERE id = ?", owner.id, order.id);
    const paid = await api("POST", `/api/v1/orders/${order.id}/payments`, {
      body: { payment_method: "pm_card_visa" },
      headers: { "X-Order-Token": order.access_token, "Idempotency-Key": unique("pay") },
    });
    expect(paid.status).toBe(201);
    expect(paid.body).not.toHaveProperty("customer_id");
  });
});
