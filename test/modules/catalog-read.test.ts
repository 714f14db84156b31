import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { type Category, productSchema } from "../../src/modules/catalog/catalog.schema.ts";
import { api } from "../support/api.ts";
import { getProduct, importRows, listProducts } from "../support/catalog.ts";
import { makeVariant, unique } from "../support/shop.ts";

const PUBLIC = "public, max-age=15, stale-while-revalidate=60";

describe("a product", () => {
  it("is read by id and by slug, as the list shows it, in the documented shape", async () => {
    const category = unique("lamps");
    const handle = unique("lamp");
    const common = { Handle: handle, "Variant Inventory Policy": "deny" };
    await importRows([
      {
        ...common,
        Title: "Desk Lamp",
        "Body (HTML)": "<p>Light</p>",
        Vendor: "Company 123",
        Type: category,
        Tags: "light, desk",
        "Option1 Name": "Size",
        "Option1 Value": "Small",
        "Variant SKU": `${handle}-S`,
        "Variant Grams": "700",
        "Variant Inventory Qty": "9",
        "Variant Price": "49.00",
        "Variant Compare At Price": "59.00",
        "Image Src": "/media/lamp.jpg",
        "Image Alt Text": "A lamp",
        "Variant Image": "/media/small.jpg",
      },
      {
        ...common,
        "Option1 Value": "Large",
        "Variant SKU": `${handle}-L`,
        "Variant Inventory Qty": "2",
        "Variant Price": "69.00",
        "Image Src": "https://cdn.example.com/lamp-2.jpg",
      },
    ]);
    const bySlug = await getProduct(handle);
    expect(bySlug.status).toBe(200);
    expect(productSchema.parse(bySlug.body)).toEqual(bySlug.body);
    expect(bySlug.body).toMatchObject({
      slug: handle,
      name: "Desk Lamp",
      description: "<p>Light</p>",
      sku: `${handle}-S`,
      price: { amount: 4900, currency: "USD" },
      is_active: true,
      status: "active",
      vendor: "Company 123",
      categories: [{ slug: category, name: category }],
      tags: ["light", "desk"],
      options: [{ name: "Size", values: ["Small", "Large"] }],
      availability: "in_stock",
      variants: [
        {
          options: { Size: "Small" },
          price: { amount: 4900, currency: "USD" },
          compare_at_price: { amount: 5900, currency: "USD" },
          weight_grams: 700,
          availability: "in_stock",
        },
        { options: { Size: "Large" }, price: { amount: 6900, currency: "USD" }, availability: "low_stock" },
      ],
    });
    const byId = await getProduct(bySlug.body.id);
    expect(byId.body).toEqual(bySlug.body);
    expect((await listProducts(`category=${category}`)).body.data).toEqual([bySlug.body]);
  });

  it("has absolute image URLs, whether the file named our own media or another host's", async () => {
    const handle = unique("pictures");
    await importRows([
      {
        Handle: handle,
        Title: handle,
        "Variant Price": "1.00",
        "Image Src": "/media/own.jpg",
        "Variant Image": "/media/own.jpg",
      },
      { Handle: handle, "Image Src": "https://cdn.example.com/other.jpg" },
    ]);
    const { body } = await getProduct(handle);
    expect(body.images.map((image) => image.url)).toEqual([
      `${env.PUBLIC_URL}/media/own.jpg`,
      "https://cdn.example.com/other.jpg",
    ]);
    expect(body.variants[0]?.image_url).toBe(`${env.PUBLIC_URL}/media/own.jpg`);
  });

  it("that is unknown is a 404 problem, whatever is asked for", async () => {
    for (const name of [
      "no-such-product",
      "01900000-0000-7000-8000-00000000dead",
      "../admin",
      "%",
      "'--",
      "🙂",
    ]) {
      const answer = await api("GET", `/api/v1/products/${encodeURIComponent(name)}`);
      expect(answer.status, name).toBe(404);
      expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
      expect(answer.headers.get("Cache-Control")).toBe("no-store");
      expect(answer.body).toMatchObject({ code: "resource.not_found", status: 404 });
    }
  });

  it("that is a draft or has no price in the currency does not exist for shoppers", async () => {
    const [draft, dollars] = [unique("draft"), unique("dollars")];
    await importRows([
      { Handle: draft, Title: draft, Status: "draft", "Variant Price": "1.00" },
      { Handle: dollars, Title: dollars, Status: "active", "Variant Price": "1.00" },
    ]);
    expect((await getProduct(draft)).status).toBe(404);
    expect((await getProduct(dollars)).status).toBe(200);
    expect((await getProduct(dollars, "?currency=EUR")).status).toBe(404);
  });

  it("is found under a slug in any script", async () => {
    const slug = `急須-${unique("pot")}`;
    await importRows([{ Handle: slug, Title: "急須", "Variant Price": "35.00" }]);
    expect((await getProduct(slug)).body).toMatchObject({ slug, name: "急須" });
  });

  it("is found under the longest slug and category that an import takes, and asking for more is no failure", async () => {
    const slug = `${"急".repeat(75)}-${unique("")}`;
    const category = "茶".repeat(200);
    await importRows([{ Handle: slug, Title: slug, Type: category, "Variant Price": "35.00" }]);
    expect((await getProduct(slug)).body).toMatchObject({ slug });
    const [link] = (await getProduct(slug)).body.categories;
    expect((await listProducts(`category=${link?.slug}&sort=name&limit=1`)).body.data).toMatchObject([
      { slug },
    ]);
    expect((await getProduct("茶".repeat(255))).status).toBe(404);
    expect((await getProduct("茶".repeat(256))).status).toBe(422);
    const none = await listProducts(`category=${"急".repeat(255)}`);
    expect(none).toMatchObject({ status: 200, body: { data: [] } });
  });
});

describe("what caches may do", () => {
  it("a catalog answer is public and has an ETag, with which it is 304 while nothing changed", async () => {
    const variant = await makeVariant();
    for (const path of [
      `/api/v1/products/${variant.product_id}`,
      `/api/v1/products/${variant.sku.toLowerCase()}/`,
      "/api/v1/products?limit=1",
      "/api/v1/categories",
    ]) {
      const answer = await api("GET", path);
      expect(answer.status, path).toBe(200);
      expect(answer.headers.get("Cache-Control")).toBe(PUBLIC);
      expect(answer.headers.get("Content-Type")).toBe("application/json; charset=UTF-8");
      expect(answer.headers.get("Vary")).toMatch(/origin/i);
      const etag = answer.headers.get("ETag") ?? "";
      expect(etag).toMatch(/^"[\w-]+"$/);
      for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
        const same = await api("GET", path, { headers: { "If-None-Match": tag } });
        expect(same.status, `${path} ${tag}`).toBe(304);
        expect(same.body).toEqual({});
        expect(same.headers.get("ETag")).toBe(etag);
        expect(same.headers.get("Cache-Control")).toBe(PUBLIC);
      }
      const other = await api("GET", path, { headers: { "If-None-Match": '"other"' } });
      expect(other.status).toBe(200);
    }
  });

  it("HEAD answers what GET would, without a body", async () => {
    const variant = await makeVariant();
    const path = `/api/v1/products/${variant.product_id}`;
    const get = await api("GET", path);
    const head = await api("HEAD", path);
    expect(head.status).toBe(200);
    expect(head.body).toEqual({});
    for (const name of ["ETag", "Cache-Control", "Content-Type"]) {
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
    const etag = get.headers.get("ETag") ?? "";
    expect((await api("HEAD", path, { headers: { "If-None-Match": etag } })).status).toBe(304);
    expect((await api("HEAD", "/api/v1/products/no-such-product")).status).toBe(404);
  });
});

describe("other origins", () => {
  const allowed = { Origin: "http://localhost:3000" };
  const foreign = { Origin: "https://evil.example.com" };

  it("on the allow-list may read answers and their headers, others not", async () => {
    const mine = await api("GET", "/api/v1/products?limit=1", { headers: allowed });
    expect(mine.status).toBe(200);
    expect(mine.headers.get("Access-Control-Allow-Origin")).toBe(allowed.Origin);
    expect(mine.headers.get("Access-Control-Expose-Headers")).toMatch(/X-Cart-Token/);
    const problem = await api("GET", "/api/v1/products/no-such-product", { headers: allowed });
    expect(problem.headers.get("Access-Control-Allow-Origin")).toBe(allowed.Origin);
    for (const headers of [foreign, { Origin: "http://localhost:30000" }, { Origin: "null" }]) {
      const answer = await api("GET", "/api/v1/products?limit=1", { headers });
      expect(answer.headers.get("Access-Control-Allow-Origin")).toBeNull();
    }
  });

  it("on the allow-list pass the preflight with every header that the API knows, others not", async () => {
    const asked = { "Access-Control-Request-Method": "PATCH" };
    const mine = await api("OPTIONS", "/api/v1/cart/items/1", { headers: { ...allowed, ...asked } });
    expect(mine.status).toBe(204);
    expect(mine.headers.get("Access-Control-Allow-Origin")).toBe(allowed.Origin);
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
      expect(mine.headers.get("Access-Control-Allow-Methods")).toContain(method);
    }
    for (const name of ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "X-Cart-Token"]) {
      expect(mine.headers.get("Access-Control-Allow-Headers")).toContain(name);
    }
    const others = await api("OPTIONS", "/api/v1/cart/items/1", { headers: { ...foreign, ...asked } });
    expect(others.headers.get("Access-Control-Allow-Origin")).toBeNull();
  });

  it("learn that a list cannot be posted to, and what it takes instead", async () => {
    const answer = await api("PUT", "/api/v1/products");
    expect(answer.status).toBe(405);
    expect(answer.headers.get("Allow")).toContain("GET");
    expect(answer.body["code"]).toBe("request.method_not_allowed");
  });
});

describe("categories", () => {
  it("are all in one page, each with its parent and the number of products on sale in it", async () => {
    const top = unique("top");
    const row = (name: string, more: Record<string, string>) => ({
      Handle: `${top}-${name}`,
      Title: name,
      "Variant Price": "1.00",
      "Product Category": `${top} > Below`,
      Status: "active",
      ...more,
    });
    await importRows([
      row("a", {}),
      row("b", {}),
      row("c", { "Product Category": top }),
      row("d", { Status: "draft" }),
    ]);
    const answer = await api<{ data: Category[]; pagination: object }>("GET", "/api/v1/categories");
    expect(answer.status).toBe(200);
    expect(answer.body.pagination).toMatchObject({ next_cursor: null, has_more: false });
    const parent = answer.body.data.find((category) => category.slug === top);
    const child = answer.body.data.find((category) => category.slug === `${top}-below`);
    expect(parent).toMatchObject({ name: top, parent_id: null, product_count: 1 });
    expect(child).toMatchObject({ name: "Below", parent_id: parent?.id, product_count: 2 });
  });
});
