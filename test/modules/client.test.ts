import { expect, it } from "vitest";
import {
  ApiProblem,
  type Client,
  createClient,
  dataOf,
  everyItem,
  idempotencyKey,
} from "../../client/index.ts";
import { asStaff, value } from "../support/api.ts";
import { png } from "../support/files.ts";
import { makeVariant, NEW_YORK, unique } from "../support/shop.ts";
import { visit } from "../support/visit.ts";

const fetch = (request: Request) => visit(request);
const baseUrl = "http://shop.test";

async function staffClient(): Promise<Client> {
  const { Authorization } = await asStaff();
  return createClient({ baseUrl, fetch, accessToken: () => Authorization.slice("Bearer ".length) });
}

function guestClient(): Client {
  let token: string | undefined;
  return createClient({ baseUrl, fetch, cartToken: { get: () => token, set: (given) => (token = given) } });
}

const refusalOf = (answer: Promise<unknown>) => answer.catch((error: unknown) => error);

it("a guest buys: the cart is kept, and the same order sent twice is one order", async () => {
  const { sku } = await makeVariant();
  const shop = guestClient();
  await dataOf(shop.POST("/api/v1/cart/items", { body: { sku, quantity: 2 } }));
  await dataOf(shop.PUT("/api/v1/cart/contact", { body: { email: "ada@example.com" } }));
  await dataOf(shop.PUT("/api/v1/cart/shipping-address", { body: NEW_YORK }));
  const { data: ways } = await dataOf(shop.GET("/api/v1/cart/shipping-options"));
  const { quote_hash } = await dataOf(
    shop.PUT("/api/v1/cart/shipping-option", { body: { id: ways[0]?.id ?? "" } }),
  );
  const header = { "Idempotency-Key": idempotencyKey() };
  const place = () => {
    const body = { quote_hash, payment_method: "pm_card_visa" };
    return dataOf(shop.POST("/api/v1/orders", { params: { header }, body }));
  };
  const order = await place();
  expect(order).toMatchObject({ status: "confirmed", line_items: [{ sku, quantity: 2 }] });
  expect((await place()).id).toBe(order.id);
  expect(await value("SELECT COUNT(*) FROM orders WHERE email = 'ada@example.com'")).toBe(1);

  const path = { id: order.id };
  const withToken = { path, header: { "X-Order-Token": order.access_token } };
  expect((await dataOf(shop.GET("/api/v1/orders/{id}", { params: withToken }))).number).toBe(order.number);
  const refused = await refusalOf(dataOf(shop.GET("/api/v1/orders/{id}", { params: { path } })));
  expect(refused).toBeInstanceOf(ApiProblem);
  expect(refused).toMatchObject({ code: expect.stringMatching(/^\w+\.\w+$/), requestId: expect.any(String) });
});

it("staff change what they have seen, upload, import, export, walk lists and delete", async () => {
  const erp = await staffClient();
  const sku = unique("CLIENT").toUpperCase();
  const { id, version } = await dataOf(
    erp.POST("/api/v1/products", {
      body: { name: sku, variants: [{ sku, price: { amount: 1900, currency: "USD" } }] },
    }),
  );
  const params = { path: { id }, header: { "If-Match": `"${version}"` } };
  const renamed = await dataOf(erp.PATCH("/api/v1/products/{id}", { params, body: { name: `${sku} B` } }));
  expect(renamed).toMatchObject({ name: `${sku} B`, version: version + 1 });
  const late = await refusalOf(
    dataOf(erp.PATCH("/api/v1/products/{id}", { params, body: { name: "Lost" } })),
  );
  expect(late).toMatchObject({ status: 412, code: "resource.precondition_failed" });

  const picture = new Blob([await png(30, 20)]);
  const media = await dataOf(
    erp.POST("/api/v1/media", { body: picture, headers: { "Content-Type": "image/png" } }),
  );
  expect(media).toMatchObject({ content_type: "image/png", bytes: picture.size });

  const rows = ["a", "b", "c"].map(
    (letter) => `${sku}-${letter},${sku} ${letter},true,${sku}-${letter},9.00`,
  );
  const csv = ["Handle,Title,Published,Variant SKU,Variant Price", ...rows].join("\n");
  const report = await dataOf(
    erp.POST("/api/v1/products/import", { body: csv, headers: { "Content-Type": "text/csv" } }),
  );
  expect(report).toMatchObject({ created: 3, failed: 0 });

  const names: string[] = [];
  const pages = everyItem((cursor) => {
    const query = { q: sku, limit: 2, ...(cursor === undefined ? {} : { cursor }) };
    return dataOf(erp.GET("/api/v1/admin/products", { params: { query } }));
  });
  for await (const { name } of pages) names.push(name);
  expect(names.sort()).toEqual([`${sku} B`, `${sku} a`, `${sku} b`, `${sku} c`].sort());

  const file = await dataOf(erp.GET("/api/v1/orders/export", { parseAs: "text" }));
  expect(file.split("\n")[0]).toMatch(/^"?Name/);
  expect(await refusalOf(dataOf(erp.GET("/api/v1/orders/export")))).toMatchObject({
    code: "client.unexpected_answer",
  });
  expect(await dataOf(erp.DELETE("/api/v1/products/{id}", { params: { path: { id } } }))).toBeUndefined();
});
