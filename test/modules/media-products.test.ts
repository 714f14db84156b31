import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { ProductMedia } from "../../src/modules/product-media/product-media.schema.ts";
import { type Answer, api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { getProduct } from "../support/catalog.ts";
import { png, uploadFile } from "../support/files.ts";
import { importCsv, makeVariant, unique } from "../support/shop.ts";

type ProductMediaList = { data: ProductMedia[] };

async function call<Body = ProductMedia>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  return api<Body>(method, `/api/v1/products/${path}`, {
    ...(body === undefined ? {} : { body }),
    headers: { ...(await asStaff()), ...headers },
  });
}

async function makeProduct(): Promise<string> {
  return (await makeVariant()).product_id;
}

async function makeMedia(alt = "From the library") {
  return (await uploadFile(await png(30, 20), `?filename=a.png&alt=${encodeURIComponent(alt)}`)).body;
}

async function shown(product: string): Promise<string[]> {
  const { body } = await call<ProductMediaList>("GET", `${product}/media`);
  return body.data.map((item) => item.id);
}

function versionOf(product: string): Promise<number> {
  return value("SELECT version FROM products WHERE id = ?", product);
}

describe("a product's media", () => {
  it("shows a file of the library to shoppers, with its version, audit and event", async () => {
    const product = await makeProduct();
    const media = await makeMedia();
    const version = await versionOf(product);
    const added = await call("POST", `${product}/media`, { media_id: media.id });
    expect(added.status, JSON.stringify(added.body)).toBe(201);
    expect(added.headers.get("Location")).toBe(`/api/v1/products/${product}/media/${media.id}`);
    expect(added.headers.get("ETag")).toBe(`"${version + 1}"`);
    expect(added.body).toEqual({
      id: media.id,
      media_id: media.id,
      url: media.url,
      alt: "From the library",
      position: 1,
      content_type: "image/png",
      width: 30,
      height: 20,
    });
    expect((await call("GET", `${product}/media/${media.id}`)).body).toEqual(added.body);
    expect(await versionOf(product)).toBe(version + 1);
    expect(
      await value(
        "SELECT COUNT(*) FROM audit_log WHERE action = 'product.add_media' AND entity_id = ?",
        product,
      ),
    ).toBe(1);
    await eventsDelivered();
    const { body } = await getProduct(product);
    expect(body.images).toEqual([{ url: media.url, alt: "From the library" }]);
    expect(body.version).toBe(version + 1);
  });

  it("takes external pictures and our own by address, and keeps their ids", async () => {
    const product = await makeProduct();
    const media = await makeMedia();
    const external = await call("POST", `${product}/media`, {
      url: "https://cdn.example.com/a.jpg",
      alt: "A",
    });
    expect(external.body).toMatchObject({
      media_id: null,
      url: "https://cdn.example.com/a.jpg",
      position: 1,
    });
    const own = await call("POST", `${product}/media`, { url: media.url, position: 1 });
    expect(own.body).toMatchObject({ id: media.id, media_id: media.id, position: 1 });
    expect(
      await rows("SELECT url FROM product_media WHERE product_id = ? ORDER BY position", product),
    ).toEqual([{ url: new URL(media.url).pathname }, { url: "https://cdn.example.com/a.jpg" }]);
    expect(await shown(product)).toEqual([media.id, external.body.id]);
    const again = await call("POST", `${product}/media`, { media_id: media.id });
    expect(again).toMatchObject({ status: 409, body: { code: "product.media_duplicate" } });
  });

  it.each([
    [{}, "#/media_id"],
    [{ media_id: "01900000-0000-7000-8000-00000000dead" }, "#/media_id"],
    [{ media_id: "01900000-0000-7000-8000-00000000dead", url: "/a.png" }, "#/media_id"],
    [{ url: "javascript:alert(1)" }, "#/url"],
    [{ url: "//evil.example.com/a.png" }, "#/url"],
    [{ url: "/a.png", position: 0 }, "#/position"],
    [{ url: "/a.png", width: 1 }, "#/width"],
  ])("refuses %j with a pointer", async (body, pointer) => {
    const product = await makeProduct();
    const answer = await call<{ errors: { pointer: string }[] }>("POST", `${product}/media`, body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error) => error.pointer)).toContain(pointer);
    expect(await shown(product)).toEqual([]);
  });

  it("is reordered, moved, described and taken away under the product's version", async () => {
    const product = await makeProduct();
    const ids: string[] = [];
    for (const name of ["a", "b", "c"]) {
      ids.push((await call("POST", `${product}/media`, { url: `/demo/${name}.png` })).body.id);
    }
    const [a, b, c] = ids;
    expect(await shown(product)).toEqual([a, b, c]);
    const ordered = await call<ProductMediaList>("PUT", `${product}/media`, { ids: [c, a, b] });
    expect(ordered.body.data.map((item) => [item.id, item.position])).toEqual([
      [c, 1],
      [a, 2],
      [b, 3],
    ]);
    for (const wrong of [[], [a, b], [a, b, b], [a, b, c, product], [a, b, product]]) {
      expect((await call("PUT", `${product}/media`, { ids: wrong })).status).toBe(422);
    }
    const moved = await call("PATCH", `${product}/media/${b}`, { position: 1, alt: "B" });
    expect(moved.body).toMatchObject({ position: 1, alt: "B" });
    expect((await call("PATCH", `${product}/media/${b}`, { position: 99 })).body).toMatchObject({
      position: 3,
      alt: "B",
    });
    expect((await call("PATCH", `${product}/media/${b}`, { alt: null })).body).toMatchObject({ alt: "" });
    const version = await versionOf(product);
    expect((await call("PATCH", `${product}/media/${b}`, { alt: "" })).status).toBe(200);
    expect(await versionOf(product)).toBe(version);
    const stale = { "If-Match": `"${version - 1}"` };
    for (const answer of [
      await call("DELETE", `${product}/media/${b}`, undefined, stale),
      await call("PUT", `${product}/media`, { ids: [a, b, c] }, stale),
      await call("PATCH", `${product}/media/${b}`, { alt: "x" }, stale),
      await call("POST", `${product}/media`, { url: "/x.png" }, stale),
    ])
      expect(answer).toMatchObject({ status: 412, body: { code: "resource.precondition_failed" } });
    const gone = await call("DELETE", `${product}/media/${b}`, undefined, { "If-Match": `"${version}"` });
    expect(gone.status).toBe(204);
    expect(await shown(product)).toEqual([c, a]);
    expect((await call("DELETE", `${product}/media/${b}`)).status).toBe(404);
  });

  it("loses nothing when many add at once, and one of two changes of a version is refused", async () => {
    const product = await makeProduct();
    const answers = await Promise.all(
      ["a", "b", "c"].map((name) => call("POST", `${product}/media`, { url: `/${name}.png` })),
    );
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
    expect(await shown(product)).toHaveLength(3);
    const version = { "If-Match": `"${await versionOf(product)}"` };
    const two = await Promise.all(
      ["d", "e"].map((name) => call("POST", `${product}/media`, { url: `/${name}.png` }, version)),
    );
    expect(two.map((answer) => answer.status).sort()).toEqual([201, 412]);
    expect(await shown(product)).toHaveLength(4);
  });

  it("is another product's neither to read nor to change, and needs product:manage", async () => {
    const [product, other] = [await makeProduct(), await makeProduct()];
    const { id } = (await call("POST", `${product}/media`, { url: "/a.png" })).body;
    expect((await call("GET", `${other}/media/${id}`)).status).toBe(404);
    expect((await call("PATCH", `${other}/media/${id}`, { alt: "x" })).status).toBe(404);
    expect((await call("DELETE", `${other}/media/${id}`)).status).toBe(404);
    expect((await call("GET", "01900000-0000-7000-8000-00000000dead/media")).status).toBe(404);
    const scoped = await asStaff(["media:manage"]);
    const refused = await api("POST", `/api/v1/products/${product}/media`, {
      body: { url: "/b.png" },
      headers: scoped,
    });
    expect(refused.status).toBe(403);
    expect(await shown(product)).toEqual([id]);
  });
});

describe("a file that a product shows", () => {
  async function remove(id: string): Promise<Answer> {
    return api("DELETE", `/api/v1/media/${id}`, { headers: await asStaff() });
  }

  it("is not deleted until it is taken off", async () => {
    const product = await makeProduct();
    const media = await makeMedia();
    await call("POST", `${product}/media`, { media_id: media.id });
    expect(await remove(media.id)).toMatchObject({
      status: 409,
      body: { code: "media.in_use", product_ids: [product] },
    });
    await call("DELETE", `${product}/media/${media.id}`);
    expect((await remove(media.id)).status).toBe(204);
  });

  it("is not deleted while a variant or an imported row shows it, by its path or its URL", async () => {
    for (const column of ["Image Src", "Variant Image"]) {
      for (const form of [(url: string) => url, (url: string) => new URL(url).pathname]) {
        const media = await makeMedia();
        const handle = unique("product");
        const csv = `Handle,Title,Variant Price,${column}\n${handle},A,9.99,${form(media.url)}`;
        expect((await importCsv(csv)).body).toMatchObject({ created: 1 });
        expect(await remove(media.id)).toMatchObject({ status: 409, body: { code: "media.in_use" } });
      }
    }
  });

  it("is either deleted or shown when both come at once, never shown and gone", async () => {
    for (let round = 0; round < 5; round += 1) {
      const product = await makeProduct();
      const media = await makeMedia();
      const [added, removed] = await Promise.all([
        call("POST", `${product}/media`, { media_id: media.id }),
        remove(media.id),
      ]);
      const isThere = (await value("SELECT COUNT(*) FROM media WHERE id = ?", media.id)) === 1;
      const isShown = (await value("SELECT COUNT(*) FROM product_media WHERE product_id = ?", product)) === 1;
      expect([added.status, removed.status, isThere, isShown]).toEqual(
        isShown ? [201, 409, true, true] : [422, 204, false, false],
      );
      if (isThere) expect(await env.MEDIA.head(new URL(media.url).pathname.slice(1))).not.toBeNull();
    }
  });
});

describe("an import after staff changed a product's media", () => {
  it("brings back what the file says, and does not take the product for unchanged", async () => {
    const handle = unique("product");
    const csv = `Handle,Title,Variant Price,Image Src\n${handle},A,9.99,https://example.com/a.jpg`;
    await importCsv(csv);
    expect((await importCsv(csv)).body).toMatchObject({ unchanged: 1 });
    const product = await value<string>("SELECT id FROM products WHERE slug = ?", handle);
    const [imported] = await shown(product);
    const media = await makeMedia();
    await call("POST", `${product}/media`, { media_id: media.id, position: 1 });
    expect(await shown(product)).toEqual([media.id, imported]);
    expect((await importCsv(csv)).body).toMatchObject({ updated: 1, unchanged: 0 });
    expect(await shown(product)).toEqual([imported]);
  });
});
