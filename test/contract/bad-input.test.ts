import { env } from "cloudflare:workers";
import Stripe from "stripe";
import { beforeAll, describe, expect, it } from "vitest";
import { signToken } from "../../src/platform/tokens.ts";
import { parseConfig } from "../../src/platform/env.ts";
import { type Answer, api, asStaff, type Call, value } from "../support/api.ts";
import { importCsv, makeVariant, readyCart, type TestVariant } from "../support/shop.ts";

let variant: TestVariant;
beforeAll(async () => {
  variant = await makeVariant({ stock: 10 });
});

/** Everything that a refused request must not have added to. */
async function written(): Promise<number> {
  return value(
    `SELECT (SELECT COUNT(*) FROM orders) + (SELECT COUNT(*) FROM outbox) + (SELECT COUNT(*) FROM audit_log)
          + (SELECT COUNT(*) FROM products) + (SELECT COUNT(*) FROM stripe_events) + (SELECT COUNT(*) FROM idempotency_keys)`,
  );
}

function expectProblem(answer: Answer, status: number, code: string, pointer?: string): void {
  expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
  expect(answer.body).toMatchObject({ status, code });
  for (const member of ["type", "title", "detail", "request_id"])
    expect(answer.body[member]).toEqual(expect.any(String));
  if (pointer !== undefined) {
    expect((answer.body["errors"] as { pointer: string }[]).map((error) => error.pointer)).toContain(pointer);
  }
}

async function addItem(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return api("POST", "/api/v1/cart/items", { body, headers });
}

describe("adding to the cart", () => {
  it.each([[0], [-2], [1.5], ["2"], [1e9], [null], [Number.MAX_SAFE_INTEGER], [true], [[1]]])(
    "quantity %j is 422 with a pointer, and the cart stays as it was",
    async (quantity) => {
      const token = await readyCart([{ variant, quantity: 1 }]);
      expectProblem(
        await addItem({ variant_id: variant.id, quantity }, { "X-Cart-Token": token }),
        422,
        "request.invalid",
        "#/quantity",
      );
      const cart = await api("GET", "/api/v1/cart", { headers: { "X-Cart-Token": token } });
      expect(cart.body["items"]).toMatchObject([{ quantity: 1 }]);
    },
  );

  it("an unknown variant or SKU is 422 with a pointer", async () => {
    const unknown = "01900000-0000-7000-8000-00000000dead";
    expectProblem(
      await addItem({ variant_id: unknown, quantity: 1 }),
      422,
      "cart.variant_unavailable",
      "#/variant_id",
    );
    expectProblem(
      await addItem({ sku: "NO-SUCH-SKU", quantity: 1 }),
      422,
      "cart.variant_unavailable",
      "#/sku",
    );
    expectProblem(
      await addItem({ variant_id: "not-an-id", quantity: 1 }),
      422,
      "request.invalid",
      "#/variant_id",
    );
    expectProblem(await addItem({ quantity: 1 }), 422, "request.invalid", "#/variant_id");
    expectProblem(await addItem({ variant_id: variant.id, price: 1 }), 422, "request.invalid", "#/price");
  });

  it("a currency that is not sold is 422 with a pointer", async () => {
    const answer = await addItem({ variant_id: variant.id, quantity: 1, currency: "XAF" });
    expectProblem(answer, 422, "pricing.currency_not_sold", "#/currency");
    expectProblem(
      await api("GET", "/api/v1/products?currency=XAF"),
      422,
      "pricing.currency_not_sold",
      "#/query/currency",
    );
    expectProblem(
      await addItem({ variant_id: variant.id, currency: "usd" }),
      422,
      "request.invalid",
      "#/currency",
    );
  });
});

describe("cart tokens", () => {
  it("forged, altered, foreign or for something else are 401, and nothing is written", async () => {
    const token = await readyCart([{ variant, quantity: 1 }]);
    const [head, , signature] = token.split(".");
    const other = btoa(
      JSON.stringify({ sub: "01900000-0000-7000-8000-00000000beef", aud: "cart" }),
    ).replaceAll("=", "");
    const none = `${btoa('{"alg":"none"}')}.${other}.`;
    const foreign = await signToken(
      { config: { ...parseConfig(env), TOKEN_SECRET: ["x".repeat(40)] } },
      "cart",
      "a",
    );
    const forOrder = await signToken({ config: parseConfig(env) }, "order", "a");
    const before = await written();
    for (const bad of [
      "nonsense",
      `${head}.${other}.${signature}`,
      none,
      foreign,
      forOrder,
      "a".repeat(5_000),
      "",
    ]) {
      for (const [method, path] of [
        ["GET", "/api/v1/cart"],
        ["POST", "/api/v1/cart/items"],
        ["POST", "/api/v1/orders"],
      ] as const) {
        const call: Call = { headers: { "X-Cart-Token": bad, "Idempotency-Key": "k" } };
        if (method === "POST")
          call.body = path.endsWith("orders") ? {} : { variant_id: variant.id, quantity: 1 };
        expectProblem(await api(method, path, call), 401, "cart.token_invalid");
      }
    }
    expect(await written()).toBe(before);
  });
});

describe("bodies", () => {
  it("malformed JSON is 400, another content type 415, an empty one 400 or 415, 5 MB is 413", async () => {
    const json = { "Content-Type": "application/json" };
    const before = await written();
    for (const path of ["/api/v1/cart/items", "/api/v1/orders"]) {
      const headers = {
        ...json,
        "Idempotency-Key": "k",
        "X-Cart-Token": await readyCart([{ variant, quantity: 1 }]),
      };
      expectProblem(await api("POST", path, { text: "{ not json", headers }), 400, "request.malformed");
      expectProblem(await api("POST", path, { text: "", headers }), 400, "request.malformed");
      expectProblem(
        await api("POST", path, {
          text: "a=1",
          headers: { ...headers, "Content-Type": "application/x-www-form-urlencoded" },
        }),
        415,
        "request.unsupported_media_type",
      );
      expectProblem(
        await api("POST", path, { text: `"${"x".repeat(5_000_000)}"`, headers }),
        413,
        "request.too_large",
      );
      expectProblem(await api("POST", path, { text: "[]", headers }), 422, "request.invalid");
      expectProblem(await api("POST", path, { text: "null", headers }), 422, "request.invalid");
    }
    expectProblem(await importCsv("x".repeat(5_000_000)), 413, "request.too_large");
    expect(await written()).toBe(before);
  });

  it("deeply nested and hostile JSON is refused, not crashed on", async () => {
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    const answer = await api("POST", "/api/v1/cart/items", {
      text: deep,
      headers: { "Content-Type": "application/json" },
    });
    expect([400, 422]).toContain(answer.status);
    const proto = await api("POST", "/api/v1/cart/items", {
      text: `{"__proto__":{"quantity":5},"constructor":1,"variant_id":"${variant.id}"}`,
      headers: { "Content-Type": "application/json" },
    });
    expect([201, 422]).toContain(proto.status);
    expect(({} as Record<string, unknown>)["quantity"]).toBeUndefined();
  });
});

describe("placing an order", () => {
  it("without a key is 400; with a bad key 422; for an empty or incomplete cart 422 with pointers", async () => {
    const token = await readyCart([{ variant, quantity: 1 }]);
    const before = await written();
    expectProblem(
      await api("POST", "/api/v1/orders", { body: {}, headers: { "X-Cart-Token": token } }),
      400,
      "idempotency.key_missing",
    );
    const longKey = { "X-Cart-Token": token, "Idempotency-Key": "k".repeat(256) };
    expectProblem(
      await api("POST", "/api/v1/orders", { body: {}, headers: longKey }),
      422,
      "request.invalid",
      "#/header/idempotency-key",
    );
    const empty = await api("POST", "/api/v1/orders", { body: {}, headers: { "Idempotency-Key": "k" } });
    expectProblem(empty, 422, "checkout.incomplete", "#/items");
    expectProblem(empty, 422, "checkout.incomplete", "#/email");
    expectProblem(empty, 422, "checkout.incomplete", "#/shipping_address");
    expect(await written()).toBe(before);
  });

  it("with a quote the shopper did not see is 409 and shows the cart", async () => {
    const token = await readyCart([{ variant, quantity: 1 }]);
    const answer = await api("POST", "/api/v1/orders", {
      body: { quote_hash: "another" },
      headers: { "X-Cart-Token": token, "Idempotency-Key": "k1" },
    });
    expectProblem(answer, 409, "checkout.cart_changed");
    expect(answer.body["cart"]).toMatchObject({ items: [{ variant_id: variant.id }] });
  });
});

describe("addresses", () => {
  it.each([
    [{ country: "usa" }, "#/country"],
    [{ first_name: "" }, "#/first_name"],
    [{ line1: "x".repeat(201) }, "#/line1"],
    [{ is_admin: true }, "#/is_admin"],
  ])("%j is 422 with a pointer", async (change, pointer) => {
    const address = { first_name: "A", last_name: "B", line1: "1 Way", city: "C", country: "US", ...change };
    expectProblem(
      await api("PUT", "/api/v1/cart/shipping-address", { body: address }),
      422,
      "request.invalid",
      pointer,
    );
  });
});

describe("the import", () => {
  const columns = "Handle,Title,Variant Price,Variant SKU";
  it("without a column is 422, with a broken quote 400, with 10,000 rows 413: nothing is written", async () => {
    const before = await written();
    expectProblem(
      await importCsv("Handle,Title\na,A"),
      422,
      "catalog.import_columns_missing",
      "#/columns/Variant%20Price",
    );
    expectProblem(await importCsv(`${columns}\na,"A,1,\nb,B,2,`), 400, "catalog.import_malformed_csv");
    const many = Array.from({ length: 10_000 }, (_, index) => `h${index},T,1,S${index}`).join("\n");
    expectProblem(await importCsv(`${columns}\n${many}`), 413, "catalog.import_too_large");
    const json = await api("POST", "/api/v1/products/import", { body: {}, headers: await asStaff() });
    expectProblem(json, 415, "request.unsupported_media_type");
    expectProblem(
      await importCsv(`${columns}\na,A,1,`, "?currency=XAF"),
      422,
      "pricing.currency_not_sold",
      "#/query/currency",
    );
    expectProblem(
      await importCsv(`${columns}\na,A,1,`, "?dry_run=maybe"),
      422,
      "request.invalid",
      "#/query/dry_run",
    );
    expect(await written()).toBe(before);
  });

  it("reports a negative price with its line and keeps the good rows", async () => {
    const answer = await importCsv(`${columns}\ngood-${variant.sku},Good,1.00,\nbad-row,Bad,-1.00,`);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ created: 1, failed: 1, errors: [{ line: 3 }] });
  });
});

describe("Stripe's webhook", () => {
  const body = JSON.stringify({
    id: "evt_bad",
    object: "event",
    type: "payment_intent.succeeded",
    created: 1,
    data: { object: {} },
  });
  const stripe = new Stripe("sk_test_x");
  const sign = (secret: string, timestamp: number) =>
    stripe.webhooks.generateTestHeaderStringAsync({
      payload: body,
      secret,
      timestamp,
      cryptoProvider: Stripe.createSubtleCryptoProvider(),
    });

  it("with no, a wrong or an old signature, or an altered body, is 400 and stores nothing", async () => {
    const now = Math.floor(Date.now() / 1000);
    const before = await written();
    const good = await sign(env.STRIPE_WEBHOOK_SECRET, now);
    const send = (signature: string | undefined, text = body) =>
      api("POST", "/api/v1/payments/webhooks/stripe", {
        text,
        headers: {
          "Content-Type": "application/json",
          ...(signature === undefined ? {} : { "Stripe-Signature": signature }),
        },
      });
    expectProblem(await send(undefined), 400, "payment.webhook_signature_invalid");
    expectProblem(await send("t=1,v1=00"), 400, "payment.webhook_signature_invalid");
    expectProblem(
      await send(await sign("whsec_of_somebody_else", now)),
      400,
      "payment.webhook_signature_invalid",
    );
    expectProblem(
      await send(await sign(env.STRIPE_WEBHOOK_SECRET, now - 301)),
      400,
      "payment.webhook_signature_invalid",
    );
    expectProblem(await send(good, `${body} `), 400, "payment.webhook_signature_invalid");
    expect(await written()).toBe(before);
  });
});

describe("adjusting stock", () => {
  it("below what orders hold is 409; an unknown variant or location 422; zero 422", async () => {
    const held = await makeVariant({ stock: 2 });
    const token = await readyCart([{ variant: held, quantity: 2 }]);
    await api("POST", "/api/v1/orders", {
      body: {},
      headers: { "X-Cart-Token": token, "Idempotency-Key": "hold" },
    });
    const adjust = async (body: object) =>
      api("POST", "/api/v1/inventory/adjustments", {
        body: { sku: held.sku, delta: -1, reason: "test", ...body },
        headers: await asStaff(),
      });
    expectProblem(await adjust({}), 409, "inventory.below_reserved");
    expectProblem(await adjust({ delta: 0 }), 422, "request.invalid", "#/delta");
    expectProblem(await adjust({ sku: "NOPE" }), 422, "request.invalid", "#/sku");
    expectProblem(
      await adjust({ location_id: "01900000-0000-7000-8000-00000000dead" }),
      422,
      "request.invalid",
      "#/location_id",
    );
    expect(await value("SELECT on_hand FROM stock_levels WHERE variant_id = ?", held.id)).toBe(2);
  });

  it("with one Idempotency-Key twice changes it once", async () => {
    const target = await makeVariant({ stock: 2 });
    const call = {
      body: { sku: target.sku, delta: 3, reason: "found" },
      headers: { ...(await asStaff()), "Idempotency-Key": "adj-1" },
    };
    const first = await api("POST", "/api/v1/inventory/adjustments", call);
    const second = await api("POST", "/api/v1/inventory/adjustments", call);
    expect(first).toMatchObject({ status: 201, body: { on_hand: 5 } });
    expect(second).toMatchObject({ status: 201, body: { on_hand: 5 } });
    expect(second.headers.get("Idempotent-Replayed")).toBe("true");
    expect(await value("SELECT on_hand FROM stock_levels WHERE variant_id = ?", target.id)).toBe(5);
    const parallel = { ...call, headers: { ...call.headers, "Idempotency-Key": "adj-2" } };
    const many = await Promise.all(
      Array.from({ length: 10 }, () => api("POST", "/api/v1/inventory/adjustments", parallel)),
    );
    for (const answer of many) expect([201, 409]).toContain(answer.status);
    expect(await value("SELECT on_hand FROM stock_levels WHERE variant_id = ?", target.id)).toBe(8);
  });
});

describe("unknown places", () => {
  it("are 404, known ones under another method 405 with Allow", async () => {
    expectProblem(await api("GET", "/api/v1/nothing"), 404, "resource.not_found");
    const wrong = await api("DELETE", "/api/v1/products");
    expectProblem(wrong, 405, "request.method_not_allowed");
    expect(wrong.headers.get("Allow")).toBe("GET, POST");
    expectProblem(
      await api("GET", "/api/v1/orders/not-a-uuid", { headers: await asStaff() }),
      422,
      "request.invalid",
      "#/path/id",
    );
  });
});
