import { expect, it } from "vitest";
import { ApiProblem, createClient, dataOf, everyItem, idempotencyKey } from "../../client/index.ts";
import type { ClientOptions } from "../../client/index.ts";

const JSON_TYPE = { "Content-Type": "application/json" };

/** A client whose requests are kept, and answered by `answer`. */
function recorded(
  options: ClientOptions = {},
  answer: (request: Request) => Response = () => Response.json({ data: [] }),
) {
  const requests: Request[] = [];
  const fetch = async (request: Request) => {
    requests.push(request.clone() as Request);
    return answer(request);
  };
  return { client: createClient({ baseUrl: "https://shop.example.com", ...options, fetch }), requests };
}

const headersOf = (requests: Request[], name: string) => requests.map(({ headers }) => headers.get(name));

it("whoever calls is asked for anew with each request", async () => {
  const tokens = ["first", undefined, "third"];
  const { client, requests } = recorded({ accessToken: async () => tokens.shift() });
  for (let call = 0; call < 3; call += 1) await client.GET("/api/v1/orders");
  expect(headersOf(requests, "Authorization")).toEqual(["Bearer first", null, "Bearer third"]);
  expect(headersOf(requests, "X-CSRF-Token")).toEqual([null, null, null]);
});

it("the CSRF token goes with what changes something, and with nothing else", async () => {
  const { client, requests } = recorded({ csrfToken: () => "csrf" });
  const params = { path: { id: "1" } };
  await client.GET("/api/v1/orders");
  await client.POST("/api/v1/orders/{id}/notes", {
    params,
    body: { body: "Call back", visibility: "internal" },
  });
  await client.PATCH("/api/v1/products/{id}", { params, body: { name: "Mug" } });
  await client.DELETE("/api/v1/products/{id}", { params });
  expect(headersOf(requests, "X-CSRF-Token")).toEqual([null, "csrf", "csrf", "csrf"]);
});

it("a guest's cart is kept from the answer that makes it, and taken along to the order and the login", async () => {
  let token: string | undefined;
  const { client, requests } = recorded(
    { cartToken: { get: () => token, set: (given) => (token = given) } },
    ({ url }) => Response.json({}, url.endsWith("/items") ? { headers: { "X-Cart-Token": "cart-1" } } : {}),
  );
  await client.POST("/api/v1/cart/items", { body: { sku: "MUG", quantity: 1 } });
  await client.GET("/api/v1/cart");
  const header = { "Idempotency-Key": idempotencyKey() };
  await client.POST("/api/v1/orders", { body: {}, params: { header } });
  await client.POST("/api/v1/auth/session", { body: { email: "a@example.com", password: "secret" } });
  await client.GET("/api/v1/products");
  expect(headersOf(requests, "X-Cart-Token")).toEqual([null, "cart-1", "cart-1", "cart-1", null]);
});

it("a header that the caller names wins", async () => {
  const { client, requests } = recorded({
    accessToken: () => "mine",
    csrfToken: () => "mine",
    cartToken: { get: () => "mine", set: () => {} },
  });
  await client.POST("/api/v1/cart/items", {
    body: { sku: "MUG", quantity: 1 },
    params: { header: { "X-Cart-Token": "theirs" } },
    headers: { Authorization: "Bearer theirs", "X-CSRF-Token": "theirs" },
  });
  for (const name of ["Authorization", "X-CSRF-Token", "X-Cart-Token"]) {
    expect(headersOf(requests, name)[0], name).toMatch(/theirs$/);
  }
});

it("bodies are JSON, but files and text go out as they are", async () => {
  const { client, requests } = recorded();
  await client.POST("/api/v1/cart/items", { body: { sku: "MUG", quantity: 1 } });
  const csv = { "Content-Type": "text/csv" };
  await client.POST("/api/v1/products/import", { body: "Handle,Title\n", headers: csv });
  const png = { "Content-Type": "image/png" };
  const { buffer } = new TextEncoder().encode("PNG");
  await client.POST("/api/v1/media", { body: new Blob([buffer]), headers: png });
  await client.POST("/api/v1/media", { body: buffer, headers: png });
  const sent = requests.map(async (request) => [request.headers.get("Content-Type"), await request.text()]);
  expect(await Promise.all(sent)).toEqual([
    ["application/json", '{"sku":"MUG","quantity":1}'],
    ["text/csv", "Handle,Title\n"],
    ["image/png", "PNG"],
    ["image/png", "PNG"],
  ]);
});

it("a problem is thrown with what the API said, and with the facts of its code", async () => {
  const problem = {
    type: "https://shop.example.com/docs/errors#payment.declined",
    title: "The payment was declined",
    status: 402,
    detail: "The card was declined.",
    code: "payment.declined",
    request_id: "req-1",
    order: { id: "1" },
  };
  const { client } = recorded({}, () => Response.json(problem, { status: 402 }));
  const error = await dataOf(client.GET("/api/v1/cart")).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiProblem);
  expect(error).toMatchObject({
    message: problem.detail,
    status: 402,
    code: "payment.declined",
    requestId: "req-1",
    problem: { order: { id: "1" } },
  });
});

it.each([
  [
    "a gateway's page",
    new Response("<h1>Bad gateway</h1>", { status: 502, headers: { "Content-Type": "text/html" } }),
  ],
  ["a gateway's own JSON", Response.json({ code: 1033 }, { status: 530 })],
  ["a refusal without a word", new Response(null, { status: 403 })],
  [
    "a hotspot's page instead of the answer",
    new Response("<h1>Log in</h1>", { headers: { "Content-Type": "text/html" } }),
  ],
])("%s becomes a problem, too", async (_, response) => {
  const { status } = response;
  const { client } = recorded({}, () => response);
  const error = await dataOf(client.GET("/api/v1/cart")).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiProblem);
  expect(error).toMatchObject({ status, code: "client.unexpected_answer" });
});

it("a request without an answer fails as fetch fails", async () => {
  const { client } = recorded({}, () => {
    throw new TypeError("fetch failed");
  });
  await expect(dataOf(client.GET("/api/v1/cart"))).rejects.toThrow(TypeError);
});

it("an empty answer is data, and what is no JSON is read as the caller says", async () => {
  const answers = [
    new Response(null, { status: 204 }),
    new Response("a,b\n", { headers: { "Content-Type": "text/csv; charset=utf-8" } }),
    new Response('{"data":[]}', { headers: JSON_TYPE }),
  ];
  const { client } = recorded({}, () => answers.shift() ?? Response.error());
  const params = { path: { id: "1" } };
  expect(await dataOf(client.DELETE("/api/v1/products/{id}", { params }))).toBeUndefined();
  expect(await dataOf(client.GET("/api/v1/orders/export", { parseAs: "text" }))).toBe("a,b\n");
  expect(await dataOf(client.GET("/api/v1/orders"))).toEqual({ data: [] });
});

it("everyItem walks all pages, and asks for none that nobody reads", async () => {
  const pages: Record<string, { data: number[]; next: string | null }> = {
    start: { data: [1, 2], next: "b" },
    b: { data: [], next: "c" },
    c: { data: [3], next: null },
  };
  const asked: (string | undefined)[] = [];
  const read = async (cursor: string | undefined) => {
    asked.push(cursor);
    const { data, next } = pages[cursor ?? "start"] ?? { data: [], next: null };
    return { data, pagination: { limit: 2, next_cursor: next, has_more: next !== null } };
  };
  const items: number[] = [];
  for await (const item of everyItem(read)) items.push(item);
  expect(items).toEqual([1, 2, 3]);
  expect(asked).toEqual([undefined, "b", "c"]);

  asked.length = 0;
  for await (const item of everyItem(read)) if (item === 2) break;
  expect(asked).toEqual([undefined]);
});

it("each idempotency key is another", () => {
  expect(new Set(Array.from({ length: 100 }, idempotencyKey)).size).toBe(100);
});
