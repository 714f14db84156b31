import { expect, it } from "vitest";
import { api, eventsDelivered, value } from "../support/api.ts";
import { makeProduct, manage, readBack } from "../support/products.ts";
import { importCsv, unique } from "../support/shop.ts";
import { visit } from "../support/visit.ts";

it("a slug that a product had before leads to the one that it has now", async () => {
  const made = await makeProduct();
  const slug = unique("renamed");
  expect((await manage("PATCH", `/products/${made.id}`, { slug })).status).toBe(200);
  await eventsDelivered();
  const old = await visit(`http://shop.test/api/v1/products/${made.slug}?currency=USD`, {
    redirect: "manual",
  });
  expect(old.status).toBe(301);
  expect(old.headers.get("Location")).toBe(`/api/v1/products/${slug}?currency=USD`);
  expect(old.headers.get("Cache-Control")).toContain("public");
  expect(await api("GET", `/api/v1/products/${slug}`)).toMatchObject({ status: 200, body: { id: made.id } });
});

it("a slug that nobody ever had is a 404", async () => {
  expect((await api("GET", `/api/v1/products/${unique("never")}`)).status).toBe(404);
});

it("a product that staff have renamed is updated by a file that still has its old handle, and keeps its new name", async () => {
  const handle = unique("pot");
  const csv = (title: string, price: string) =>
    [
      "Handle,Title,Published,Variant SKU,Variant Price",
      `${handle},${title},true,${handle.toUpperCase()},${price}`,
    ].join("\n");
  expect((await importCsv(csv("Pot", "9.99"))).body).toMatchObject({ created: 1 });
  const id = await value<string>("SELECT id FROM products WHERE slug = ?", handle);
  const slug = unique("renamed-pot");
  expect((await manage("PATCH", `/products/${id}`, { slug })).status).toBe(200);
  expect((await importCsv(csv("Better pot", "12.99"))).body).toMatchObject({
    created: 0,
    updated: 1,
    failed: 0,
    errors: [],
  });
  expect(await readBack(id)).toMatchObject({ slug, name: "Better pot", price: { amount: 1299 } });
});
