import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { callWith } from "../support/call-with.ts";
import { makeUser } from "../support/accounts.ts";
import { api } from "../support/api.ts";
import { makeVariant, NEW_YORK, readyCart, unique } from "../support/shop.ts";

describe("where guests may not shop", () => {
  const bindings: Env = Object.assign({}, env, { GUEST_CHECKOUT: "off" });
  const dead = "01900000-0000-7000-8000-00000000dead";

  it("every cart request and every order of a guest is 401, with or without a token from before", async () => {
    const variant = await makeVariant();
    const token = await readyCart([{ variant, quantity: 1 }]);
    const calls = [
      ["GET", "/cart", undefined],
      ["PATCH", "/cart", { note: "x" }],
      ["DELETE", "/cart", undefined],
      ["POST", "/cart/items", { variant_id: variant.id }],
      ["PATCH", `/cart/items/${dead}`, { quantity: 2 }],
      ["PUT", "/cart/contact", { email: "ada@example.com" }],
      ["PUT", "/cart/shipping-address", NEW_YORK],
      ["POST", "/cart/accept-changes", undefined],
      ["GET", "/cart/saved", undefined],
      ["POST", `/cart/saved/${dead}/restore`, undefined],
      ["POST", "/orders", {}],
    ] as const;
    for (const [method, path, body] of calls) {
      for (const headers of [{}, { "X-Cart-Token": token }]) {
        const call = { headers: { ...headers, "Idempotency-Key": unique("key") }, body };
        const answer = await callWith(bindings, method, `/api/v1${path}`, call);
        expect(answer, `${method} ${path}`).toMatchObject({ status: 401, body: { code: "auth.required" } });
        expect(answer.headers.get("WWW-Authenticate")).not.toBeNull();
      }
    }
    expect((await api("GET", "/api/v1/cart", { headers: { "X-Cart-Token": token } })).body).toMatchObject({
      items: [{ quantity: 1 }],
    });
  });

  it("customers shop on, and take what they had as guests along", async () => {
    const variant = await makeVariant();
    const token = await readyCart([{ variant, quantity: 1 }]);
    const { headers } = await makeUser();
    const merged = await callWith(bindings, "GET", "/api/v1/cart", {
      headers: { ...headers, "X-Cart-Token": token },
    });
    expect(merged).toMatchObject({ status: 200, body: { items: [{ variant_id: variant.id }] } });
    const added = await callWith(bindings, "POST", "/api/v1/cart/items", {
      headers,
      body: { variant_id: variant.id },
    });
    expect(added).toMatchObject({ status: 200, body: { items: [{ quantity: 2 }] } });
  });
});
