import { exports } from "cloudflare:workers";
import { expect, it } from "vitest";
import { api, eventsDelivered } from "../support/api.ts";
import { makeProduct, manage } from "../support/products.ts";
import { unique } from "../support/shop.ts";

it("a slug that a product had before leads to the one that it has now", async () => {
  const made = await makeProduct();
  const slug = unique("renamed");
  expect((await manage("PATCH", `/products/${made.id}`, { slug })).status).toBe(200);
  await eventsDelivered();
  const old = await exports.default.fetch(`http://shop.test/api/v1/products/${made.slug}?currency=USD`, {
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
