import { describe, expect, it } from "vitest";
import { makeUser } from "../support/accounts.ts";
import { api, rows } from "../support/api.ts";
import { customerCart } from "../support/customer-cart.ts";
import { makeVariant, placeOrder, readyCart } from "../support/shop.ts";
import { Shopper } from "../support/shopper.ts";

describe("a note", () => {
  it("on the cart is set, changed and taken away with PATCH, and stays when lines change", async () => {
    const shopper = new Shopper();
    const variant = await makeVariant();
    await shopper.add(variant);
    const noted = await shopper.call("PATCH", "", { note: "  Please ring twice.  " });
    expect(noted.status).toBe(200);
    expect(noted.body).toMatchObject({ version: 2, note: "Please ring twice." });
    expect((await shopper.add(variant)).body.note).toBe("Please ring twice.");
    for (const nothing of [null, "", "   "]) {
      await shopper.call("PATCH", "", { note: "again" });
      expect((await shopper.call("PATCH", "", { note: nothing })).body).not.toHaveProperty("note");
    }
  });

  it("on a line is set by PATCH alone or with a quantity, and PUT replaces both", async () => {
    const shopper = new Shopper();
    const { body } = await shopper.add(await makeVariant(), 2);
    const line = `/items/${body.items[0]?.id}`;
    const steps = [
      ["PATCH", { note: "Engrave: A. L." }, { quantity: 2, note: "Engrave: A. L." }],
      ["PATCH", { quantity: 3 }, { quantity: 3, note: "Engrave: A. L." }],
      ["PATCH", { quantity: 4, note: "none" }, { quantity: 4, note: "none" }],
      ["PUT", { quantity: 5, note: "blue" }, { quantity: 5, note: "blue" }],
    ] as const;
    for (const [method, change, result] of steps) {
      const answer = await shopper.call(method, line, change);
      expect(answer.body.items, `${method} ${JSON.stringify(change)}`).toMatchObject([result]);
    }
    for (const [method, change] of [
      ["PUT", { quantity: 5 }],
      ["PATCH", { note: null }],
    ] as const) {
      await shopper.call("PATCH", line, { note: "blue" });
      const answer = await shopper.call(method, line, change);
      expect(answer.body.items[0]).toMatchObject({ quantity: 5 });
      expect(answer.body.items[0]).not.toHaveProperty("note");
    }
  });

  it.each([
    ["", { note: "x".repeat(501) }, "#/note"],
    ["", { note: "bell\u0007" }, "#/note"],
    ["", { note: "turned \u202e round" }, "#/note"],
    ["", { note: 5 }, "#/note"],
    ["", {}, "#/note"],
    ["", { note: "x", email: "a@example.com" }, "#/email"],
    ["/items/", { note: "x".repeat(201) }, "#/note"],
    ["/items/", {}, "#/quantity"],
    ["/items/", { note: "x", quantity: 0 }, "#/quantity"],
  ])("that is none is 422 (PATCH /cart%s with case %#) and changes nothing", async (path, body, pointer) => {
    const shopper = new Shopper();
    const before = (await shopper.add(await makeVariant())).body;
    const target = path === "" ? "" : `${path}${before.items[0]?.id}`;
    const answer = await shopper.call("PATCH", target, body);
    expect(answer).toMatchObject({ status: 422, body: { code: "request.invalid", errors: [{ pointer }] } });
    expect(await shopper.cart()).toEqual(before);
  });

  it("goes with the order, and the next filling of the cart has none", async () => {
    const variant = await makeVariant();
    const token = await readyCart([{ variant, quantity: 1 }]);
    const shopper = new Shopper(token);
    const [line] = (await shopper.cart()).items;
    await shopper.call("PATCH", "", { note: "Leave it with the neighbour <b>" });
    await shopper.call("PATCH", `/items/${line?.id}`, { note: "gift wrap" });
    const placed = await placeOrder(token);
    expect(placed.status).toBe(201);
    const notes = { note: "Leave it with the neighbour <b>", line_items: [{ note: "gift wrap" }] };
    expect(placed.body).toMatchObject(notes);
    const read = await api("GET", `/api/v1/orders/${placed.body.id}`, {
      headers: { "X-Order-Token": placed.body.access_token },
    });
    expect(read.body).toMatchObject(notes);
    expect(await rows("SELECT note FROM orders WHERE id = ?", placed.body.id)).toEqual([
      { note: notes.note },
    ]);
    expect(await shopper.cart()).not.toHaveProperty("note");
  });

  it("of a guest comes along at login, where the customer has none", async () => {
    const [mug, tea] = [await makeVariant(), await makeVariant()];
    const { headers } = await makeUser();
    for (const variant of [mug, tea]) {
      await customerCart(headers, "POST", "/items", { variant_id: variant.id });
    }
    const [own] = (await customerCart(headers, "GET", "")).body.items;
    await customerCart(headers, "PATCH", `/items/${own?.id}`, { note: "mine" });
    const guest = new Shopper();
    for (const variant of [mug, tea]) {
      const { body } = await guest.add(variant);
      await guest.call("PATCH", `/items/${body.items.at(-1)?.id}`, { note: "a guest's" });
    }
    await guest.call("PATCH", "", { note: "Please ring twice." });
    const merged = await customerCart({ ...headers, "X-Cart-Token": guest.token ?? "" }, "GET", "");
    expect(merged.body).toMatchObject({
      note: "Please ring twice.",
      items: [
        { quantity: 2, note: "mine" },
        { quantity: 2, note: "a guest's" },
      ],
    });
    expect(await guest.cart()).not.toHaveProperty("note");
  });

  it("that nobody wrote is in no order", async () => {
    const placed = await placeOrder(await readyCart([{ variant: await makeVariant(), quantity: 1 }]));
    expect(placed.body).not.toHaveProperty("note");
    expect(placed.body.line_items[0]).not.toHaveProperty("note");
  });
});
