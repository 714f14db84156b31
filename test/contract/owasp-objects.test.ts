import { beforeAll, describe, expect, it } from "vitest";
import { routes } from "../../src/registry.ts";
import { makeUser, type TestUser } from "../support/accounts.ts";
import { api, rows } from "../support/api.ts";
import { fillCart, orderAs } from "../support/customer-cart.ts";
import { send } from "../support/returns.ts";
import { makeVariant, NEW_YORK, unique } from "../support/shop.ts";
import { Shopper } from "../support/shopper.ts";
import { visit } from "../support/visit.ts";

// OWASP API1:2023, Broken Object Level Authorization: every operation on an object that belongs to somebody, tried by everybody else.

type Headers = Record<string, string>;

const HOME = { ...NEW_YORK, line1: "7 Secret Lane", last_name: "Victimson" };

let victim: TestUser;
let attackers: Record<string, Headers>;
const ids: Record<string, string> = {};

/** The body of a request that nothing but its sender is wrong with. */
const BODIES: Record<string, unknown> = {
  replaceOwnAddress: NEW_YORK,
  updateOwnAddress: { city: "Boston" },
  payOrder: { payment_method: "pm_card_visa" },
  updateCartItem: { quantity: 3 },
  replaceCartItem: { quantity: 3 },
};

/** What the operation is about: which of the victim's ids stands in its path. */
function pathOf(path: string): string {
  const named = { line_id: "line", saved_cart_id: "saved", fulfillment_id: "fulfillment" };
  const own = [
    [/^\/api\/v1\/orders\//, "order"],
    [/^\/api\/v1\/returns\//, "return"],
    [/\/addresses\//, "address"],
    [/\/payment-methods\//, "method"],
    [/\/sessions\//, "session"],
  ] as const;
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const kind = name === "id" ? own.find(([at]) => at.test(path))?.[1] : named[name as keyof typeof named];
    const id = kind && ids[kind];
    if (id === undefined) throw new Error(`the victim has nothing for ${path}`);
    return id;
  });
}

/** Operations on one object, that others than staff may call for their own. */
const table = routes
  .filter(({ access, path }) => {
    if (!path.includes("{") || !access) return false;
    const isOfCart = access.kind === "permission" && access.permission === "cart:manage";
    return ["user", "own", "capability"].includes(access.kind) || isOfCart;
  })
  .map(({ method, path, operationId }) => ({ method: method.toUpperCase(), path, operationId }));

async function savedMethod(user: TestUser): Promise<string> {
  const { body } = await api<{ payment_method: string }>("POST", "/api/v1/customers/me/payment-methods", {
    body: { payment_method: "pm_card_visa" },
    headers: user.headers,
  });
  return body.payment_method;
}

/** A user who owns one of everything. */
async function makeVictim(): Promise<void> {
  victim = await makeUser({ lastName: "Victimson" });
  const { headers } = victim;
  const variant = await makeVariant();
  await fillCart(headers, variant);
  await api("PUT", "/api/v1/cart/shipping-address", { body: HOME, headers });
  const placed = await orderAs(headers);
  expect(placed.status, JSON.stringify(placed.body)).toBe(201);
  const order = placed.body;
  ids["order"] = order.id;
  ids["fulfillment"] = await send({ id: order.id, token: {}, order, variants: [variant], lines: [] });
  const made = await api<{ id: string }>("POST", `/api/v1/orders/${order.id}/returns`, {
    body: { line_items: [{ id: order.line_items[0]?.id, quantity: 1 }] },
    headers,
  });
  ids["return"] = made.body.id;
  const address = await api<{ id: string }>("POST", "/api/v1/customers/me/addresses", {
    body: HOME,
    headers,
  });
  ids["address"] = address.body.id;
  ids["method"] = await savedMethod(victim);
  ids["session"] = victim.sessionId;
  // What is in the cart before a guest's is merged into it is saved.
  await fillCart(headers, variant);
  const guest = new Shopper();
  await guest.add(variant);
  await api("GET", "/api/v1/cart", { headers: { ...headers, "X-Cart-Token": guest.token ?? "" } });
  const saved = await api<{ data: { id: string }[] }>("GET", "/api/v1/cart/saved", { headers });
  ids["saved"] = saved.body.data[0]?.id ?? "";
  const cart = await api<{ items: { id: string }[] }>("GET", "/api/v1/cart", { headers });
  ids["line"] = cart.body.items[0]?.id ?? "";
  for (const [name, id] of Object.entries(ids)) expect(id, name).toBeTruthy();
}

/** Everything that an attack must not have changed, as its owner sees it. */
async function belongings(): Promise<unknown[]> {
  const paths = [
    ...["order", "return"].map((kind) => `/api/v1/${kind}s/${ids[kind]}`),
    ...["/api/v1/customers/me/addresses", "/api/v1/customers/me/payment-methods"],
    ...["/api/v1/cart", "/api/v1/cart/saved", "/api/v1/auth/sessions"],
  ];
  const answers = await Promise.all(paths.map((path) => api("GET", path, { headers: victim.headers })));
  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200));
  return answers.map(({ body }) => JSON.stringify(body).replaceAll(/"last_seen_at":"[^"]+"/g, ""));
}

beforeAll(async () => {
  await makeVictim();
  const other = await makeUser();
  const variant = await makeVariant();
  await fillCart(other.headers, variant);
  const ownOrder = await orderAs(other.headers);
  const guest = new Shopper();
  await guest.add(variant);
  const tokenOfOther = ownOrder.body.access_token;
  attackers = {
    "another customer": other.headers,
    "another customer with the token of an order of their own": {
      ...other.headers,
      "X-Order-Token": tokenOfOther,
    },
    "a guest with another order's token and a cart": {
      "X-Order-Token": tokenOfOther,
      "X-Cart-Token": guest.token ?? "",
    },
    "a guest with a cart's token for an order's": { "X-Order-Token": guest.token ?? "" },
    nobody: {},
  };
});

describe("API1 broken object level authorization", () => {
  it("knows every operation on an owned object", () => {
    expect(table.length).toBeGreaterThan(25);
  });

  it.each(table)("$operationId is nobody else's", async ({ method, path, operationId }) => {
    const before = await belongings();
    for (const [name, headers] of Object.entries(attackers)) {
      const answer = await api(method, pathOf(path), {
        headers: { ...headers, "Idempotency-Key": unique("key") },
        ...(method === "GET" || method === "DELETE" ? {} : { body: await bodyOf(operationId) }),
      });
      // Who is not known at all may be asked to log in; whoever is known is told that there is nothing.
      const expected = "Authorization" in headers ? [404] : [401, 404];
      expect(expected, `${name}: ${answer.status} ${JSON.stringify(answer.body)}`).toContain(answer.status);
      expect(JSON.stringify(answer.body), name).not.toMatch(/Victimson|Secret Lane|@example\.com/);
    }
    expect(await belongings()).toEqual(before);
    // It is there: its owner sees it.
    if (method === "GET")
      expect((await visit(`http://shop.test${pathOf(path)}`, { headers: victim.headers })).status).toBe(200);
  });
});

async function bodyOf(operationId: string): Promise<unknown> {
  if (operationId !== "requestReturn") return BODIES[operationId] ?? {};
  const [line] = await rows<{ id: string }>("SELECT id FROM order_lines WHERE order_id = ?", ids["order"]);
  return { line_items: [{ id: line?.id, quantity: 1 }] };
}
