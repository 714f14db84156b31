import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { type Answer, api, eventsDelivered, rows } from "../support/api.ts";
import { bearer, logIn, type Tokens } from "../support/account.ts";
import { makeUser, systemCtx, type TestUser } from "../support/accounts.ts";
import { callWith } from "../support/call-with.ts";
import { customerCart, fillCart, orderAs } from "../support/customer-cart.ts";
import { makeVariant, readyCart, STANDARD_US, stockOf, type TestVariant } from "../support/shop.ts";
import { Shopper } from "../support/shopper.ts";
import { signToken } from "../../src/platform/tokens.ts";

type Headers = Record<string, string>;

async function guestWith(variant: TestVariant, quantity: number): Promise<Shopper & { token: string }> {
  const guest = new Shopper();
  expect((await guest.add(variant, quantity)).status).toBe(201);
  const { token } = guest;
  if (token === undefined) throw new Error("the guest has no cart");
  return Object.assign(guest, { token });
}

function enter(user: TestUser, cartToken?: string): Promise<Answer<Tokens & Record<string, unknown>>> {
  return logIn(
    user.email,
    { password: user.password },
    cartToken === undefined ? {} : { "X-Cart-Token": cartToken },
  );
}

/** What is in the cart of a signed-in user: [variant, quantity] by line. */
async function linesOf(headers: Headers): Promise<[string, number][]> {
  const { status, body } = await customerCart(headers, "GET", "");
  expect(status).toBe(200);
  return body.items.map((item) => [item.variant_id, item.quantity]);
}

/** Bindings whose carts cannot be reached. */
function withoutCarts(): Env {
  const unreachable = () => Promise.reject(new Error("the cart's object cannot be reached"));
  const namespace = new Proxy(env.CART, {
    get: (target, property) =>
      property === "getByName"
        ? () => ({ read: unreachable, apply: unreachable, erase: unreachable })
        : (Reflect.get(target, property) as unknown),
  });
  return { ...env, CART: namespace };
}

describe("logging in with a guest's cart", () => {
  it("adds its lines to the user's and empties it", async () => {
    const [mug, tea] = [await makeVariant(), await makeVariant()];
    const user = await makeUser();
    await customerCart(user.headers, "POST", "/items", { variant_id: mug.id, quantity: 2 });
    const guest = await guestWith(mug, 3);
    await guest.add(tea, 1);
    const login = await enter(user, guest.token);
    expect(login.status).toBe(200);
    expect(login.headers.get("X-Cart-Token")).toBeNull();
    expect(await linesOf(bearer(login.body.access_token))).toEqual([
      [mug.id, 5],
      [tea.id, 1],
    ]);
    expect((await guest.cart()).items).toEqual([]);
  });

  it("adds them once when tabs log in together, by token and in the browser", async () => {
    const variant = await makeVariant({ stock: 50 });
    const user = await makeUser();
    await customerCart(user.headers, "POST", "/items", { variant_id: variant.id, quantity: 2 });
    const guest = await guestWith(variant, 3);
    const inBrowser = api("POST", "/api/v1/auth/session", {
      body: { email: user.email, password: user.password },
      headers: { "X-Cart-Token": guest.token },
    });
    const answers = await Promise.all([enter(user, guest.token), enter(user, guest.token), inBrowser]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 201]);
    expect(await linesOf(user.headers)).toEqual([[variant.id, 5]]);
    expect((await enter(user, guest.token)).status).toBe(200);
    expect(await linesOf(user.headers)).toEqual([[variant.id, 5]]);
    expect((await guest.cart()).items).toEqual([]);
  });

  it("leaves the cart with the guest when the login fails", async () => {
    const variant = await makeVariant();
    const user = await makeUser();
    const guest = await guestWith(variant, 3);
    const failed = await logIn(user.email, { password: "wrong guess" }, { "X-Cart-Token": guest.token });
    expect(failed.status).toBe(401);
    expect((await guest.cart()).items).toMatchObject([{ variant_id: variant.id, quantity: 3 }]);
    expect(await linesOf(user.headers)).toEqual([]);
  });

  it("is not stopped by a token that is forged, altered, or for something else", async () => {
    const variant = await makeVariant();
    const user = await makeUser();
    const guest = await guestWith(variant, 3);
    const cartId = (await guest.cart()).id;
    const ctx = systemCtx();
    const forged = [
      "nonsense",
      `${guest.token}x`,
      `${guest.token.slice(0, -4)}AAAA`,
      await signToken(ctx, "order", cartId),
      await signToken(ctx, "one_time", cartId),
      await signToken({ config: { ...ctx.config, TOKEN_SECRET: ["x".repeat(40)] } }, "cart", cartId),
    ];
    for (const token of forged) {
      const login = await enter(user, token);
      expect(login.status, token).toBe(200);
      expect(await linesOf(bearer(login.body.access_token))).toEqual([]);
    }
    expect((await guest.cart()).items).toHaveLength(1);
  });

  it("takes nothing out of another customer's cart, of which nobody has a token", async () => {
    const variant = await makeVariant();
    const [owner, thief] = [await makeUser(), await makeUser()];
    await customerCart(owner.headers, "POST", "/items", { variant_id: variant.id, quantity: 2 });
    expect((await enter(thief, owner.id)).status).toBe(200);
    expect(await linesOf(thief.headers)).toEqual([]);
    expect(await linesOf(owner.headers)).toEqual([[variant.id, 2]]);
  });

  it("is not stopped by carts that cannot be reached: the next request with both brings the lines", async () => {
    const variant = await makeVariant();
    const user = await makeUser();
    const guest = await guestWith(variant, 3);
    const login = await callWith<Tokens>(withoutCarts(), "POST", "/api/v1/auth/login", {
      body: { email: user.email, password: user.password },
      headers: { "X-Cart-Token": guest.token },
    });
    expect(login.status).toBe(200);
    const headers = bearer(login.body.access_token);
    expect(await linesOf(headers)).toEqual([]);
    expect(await linesOf({ ...headers, "X-Cart-Token": guest.token })).toEqual([[variant.id, 3]]);
    expect(await linesOf(headers)).toEqual([[variant.id, 3]]);
  });
});

describe("a signed-in user's cart", () => {
  it("needs no token, and is the same from two devices", async () => {
    const [mug, tea] = [await makeVariant(), await makeVariant()];
    const user = await makeUser();
    const [phone, laptop] = [await enter(user), await enter(user)].map(({ body }) =>
      bearer(body.access_token),
    );
    const added = await customerCart(phone ?? {}, "POST", "/items", { variant_id: mug.id, quantity: 2 });
    expect(added.status).toBe(201);
    expect(added.headers.get("X-Cart-Token")).toBeNull();
    await customerCart(laptop ?? {}, "POST", "/items", { variant_id: tea.id, quantity: 1 });
    for (const headers of [phone, laptop, user.headers]) {
      expect(await linesOf(headers ?? {})).toEqual([
        [mug.id, 2],
        [tea.id, 1],
      ]);
    }
    expect(await linesOf((await makeUser()).headers)).toEqual([]);
  });

  it("is ordered with the account's address, and the order is the user's", async () => {
    const variant = await makeVariant({ stock: 5 });
    const user = await makeUser();
    await fillCart(user.headers, variant);
    const placed = await orderAs(user.headers);
    expect(placed.status, JSON.stringify(placed.body)).toBe(201);
    expect(placed.body).toMatchObject({ email: user.email, customer_id: user.id });
    expect(placed.headers.get("X-Cart-Token")).toBeNull();
    const read = await api("GET", `/api/v1/orders/${placed.body.id}`, { headers: user.headers });
    expect(read).toMatchObject({ status: 200, body: { id: placed.body.id } });
    expect(
      (await api("GET", `/api/v1/orders/${placed.body.id}`, { headers: (await makeUser()).headers })).status,
    ).toBe(404);
    await eventsDelivered();
    expect(await linesOf(user.headers)).toEqual([]);
    expect((await stockOf(variant)).on_hand).toBe(4);
  });

  it("is ordered with the address that was given with it, and the order is the user's all the same", async () => {
    const user = await makeUser();
    const other = await makeUser();
    await fillCart(user.headers, await makeVariant(), other.email);
    const placed = await orderAs(user.headers);
    expect(placed.body).toMatchObject({ email: other.email, customer_id: user.id });
    expect((await api("GET", `/api/v1/orders/${placed.body.id}`, { headers: other.headers })).status).toBe(
      404,
    );
  });

  it("takes the guest's cart along when both are sent with the order, once the sum of the two was seen", async () => {
    const variant = await makeVariant();
    const user = await makeUser();
    await fillCart(user.headers, variant);
    const guest = await guestWith(variant, 2);
    const both = { ...user.headers, "X-Cart-Token": guest.token };
    const seen = (await customerCart(user.headers, "GET", "")).body.totals.total;
    const refused = await orderAs(both);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: "checkout.cart_changed",
        differences: [{ code: "tax_changed" }, { code: "total_changed", before: seen }],
        cart: {
          items: [{ quantity: 3 }],
          problems: [{ code: "total_changed", action: "accept_changes", previous_total: seen }],
        },
      },
    });
    // That the cart was shown is no consent.
    expect((await customerCart(user.headers, "GET", "")).body.problems).toHaveLength(1);
    expect((await orderAs(both)).status).toBe(409);
    const placed = await orderAs(both, { quote_hash: refused.body.cart.quote_hash });
    expect(placed.status, JSON.stringify(placed.body)).toBe(201);
    expect(placed.body.line_items).toMatchObject([{ variant_id: variant.id, quantity: 3 }]);
    await eventsDelivered();
    expect(await linesOf(user.headers)).toEqual([]);
    expect((await guest.cart()).items).toEqual([]);
  });
});

describe("a guest's full cart that comes into an empty one", () => {
  it("is ordered without more ado: it costs what the guest saw", async () => {
    const token = await readyCart([{ variant: await makeVariant(), quantity: 2 }]);
    const seen = (await new Shopper(token).cart()).totals;
    const user = await makeUser();
    const login = await enter(user, token);
    const headers = bearer(login.body.access_token);
    expect((await customerCart(headers, "GET", "")).body).toMatchObject({ totals: seen, problems: [] });
    expect(await orderAs(headers)).toMatchObject({ status: 201, body: { totals: seen } });
  });

  it("is not, when what it costs had changed behind the guest's back", async () => {
    const variant = await makeVariant({ price: "20.00" });
    const guest = new Shopper(await readyCart([{ variant, quantity: 1 }]));
    const seen = (await guest.cart()).totals.total;
    const rate = await rows<{ amount: number }>(
      "SELECT amount FROM shipping_rates WHERE id = ?",
      STANDARD_US,
    );
    const setAmount = (amount = 0) =>
      rows("UPDATE shipping_rates SET amount = ? WHERE id = ?", amount, STANDARD_US);
    await setAmount(50_00);
    try {
      await guest.call("GET", "?refresh=true");
      const user = await makeUser();
      const login = await enter(user, guest.token);
      const headers = bearer(login.body.access_token);
      const cart = await customerCart(headers, "GET", "");
      expect(cart.body.problems).toMatchObject([{ code: "total_changed", previous_total: seen }]);
      expect(await orderAs(headers)).toMatchObject({ status: 409, body: { code: "checkout.cart_changed" } });
      expect((await orderAs(headers, { quote_hash: cart.body.quote_hash })).status).toBe(201);
    } finally {
      await setAmount(rate[0]?.amount);
    }
  });
});

describe("a user whom the shop disables", () => {
  async function setStatus(user: TestUser, status: "active" | "disabled"): Promise<void> {
    const admin = await makeUser({ role: "admin" });
    const answer = await api("PATCH", `/api/v1/users/${user.id}`, {
      body: { status },
      headers: admin.headers,
    });
    expect(answer.status).toBe(200);
  }

  it("orders nothing any more, at once, whatever token is still valid", async () => {
    const variant = await makeVariant({ stock: 5 });
    const user = await makeUser();
    await fillCart(user.headers, variant);
    await setStatus(user, "disabled");
    expect(await orderAs(user.headers)).toMatchObject({
      status: 401,
      body: { code: "auth.invalid_credentials" },
    });
    expect(
      await rows("SELECT 1 FROM orders WHERE customer_id = ? OR email = ?", user.id, user.email),
    ).toEqual([]);
    expect(await stockOf(variant)).toEqual({ on_hand: 5, reserved: 0 });
    expect((await logIn(user.email, { password: user.password })).status).toBe(403);
  });

  it("finds the cart frozen, with a guest's cart too, and thawed once active again", async () => {
    const variant = await makeVariant();
    const user = await makeUser();
    await customerCart(user.headers, "POST", "/items", { variant_id: variant.id, quantity: 1 });
    await setStatus(user, "disabled");
    await eventsDelivered();
    const add = (headers: Headers) =>
      customerCart(headers, "POST", "/items", { variant_id: variant.id, quantity: 1 });
    const refused = { status: 401, body: { code: "auth.invalid_credentials" } };
    expect(await add(user.headers)).toMatchObject(refused);
    const guest = await guestWith(variant, 2);
    expect(await add({ ...user.headers, "X-Cart-Token": guest.token })).toMatchObject(refused);
    await setStatus(user, "active");
    await eventsDelivered();
    const login = await enter(user, guest.token);
    expect(login.status).toBe(200);
    expect(await linesOf(bearer(login.body.access_token))).toEqual([[variant.id, 3]]);
  });
});
