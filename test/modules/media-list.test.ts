import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import type { Media } from "../../src/modules/media/media.schema.ts";
import { openApiDocument } from "../../src/platform/http/openapi.ts";
import { api, asStaff, rows } from "../support/api.ts";
import { latin1, png, uploadFile } from "../support/files.ts";
import { makeProduct } from "../support/products.ts";
import { importCsv, unique } from "../support/shop.ts";

interface Page {
  data: Media[];
  pagination: { next_cursor: string | null; has_more: boolean };
}

async function list(query: string) {
  return api<Page>("GET", `/api/v1/media?${query}`, { headers: await asStaff() });
}

/** Ids on all pages of a list, and how many pages it took. */
async function walk(query: string): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = [];
  let cursor = "";
  for (let pages = 1; ; pages += 1) {
    const { status, body } = await list(`${query}${cursor}`);
    expect(status, JSON.stringify(body)).toBe(200);
    ids.push(...body.data.map((media) => media.id));
    const { next_cursor: next } = body.pagination;
    if (next === null) return { ids, pages };
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
}

async function uploaded(bytes: Uint8Array, filename: string, alt = ""): Promise<Media> {
  const names = `filename=${encodeURIComponent(filename)}&alt=${encodeURIComponent(alt)}`;
  const { status, body } = await uploadFile(bytes, `?${names}`);
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

/** `count` rows of files, a second apart from `from` on, that no product uses. Their objects do not matter to lists. */
async function manyFiles(count: number, from: string, filename: string): Promise<void> {
  await rows(
    `INSERT INTO media (id, object_key, sha256, filename, content_type, bytes, created_at, updated_at)
     WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1)
     SELECT lower(hex(randomblob(4))) || '-0000-7000-8000-' || lower(hex(randomblob(6))), 'media/' || lower(hex(randomblob(16))) || '.png',
       lower(hex(randomblob(32))), ?3, 'image/png', 1, strftime('%Y-%m-%dT%H:%M:%S.000Z', ?2, i || ' seconds'), ?2 FROM n`,
    count,
    from,
    filename,
  );
}

describe("the library's list", () => {
  it("filters by kind, page by page", async () => {
    const image = await uploaded(await png(), "a.png");
    const drawing = await uploaded(latin1(`<svg id="${crypto.randomUUID()}"/>`), "b.svg");
    const video = await uploaded(latin1(`\0\0\0\x18ftypisom\0\0\0\0${crypto.randomUUID()}`), "c.mp4");
    const paper = await uploaded(latin1(`%PDF-1.7 ${crypto.randomUUID()}`), "d.pdf");
    const mine = new Set([image.id, drawing.id, video.id, paper.id]);
    const of = async (type: string) => (await walk(`type=${type}&limit=1`)).ids.filter((id) => mine.has(id));
    expect(await of("image")).toEqual([drawing.id, image.id]);
    expect(await of("video")).toEqual([video.id]);
    expect(await of("document")).toEqual([paper.id]);
    expect((await walk("type=image&sort=created_at")).ids.filter((id) => mine.has(id))).toEqual([
      image.id,
      drawing.id,
    ]);
  });

  it("finds parts of names and alt texts, whatever the case, as they are", async () => {
    const word = unique("q");
    const named = await uploaded(await png(), `Pot-${word}_100%.png`);
    const told = await uploaded(await png(), "other.png", `A CLAY ${word.toUpperCase()}`);
    expect((await walk(`q=${word.toUpperCase()}`)).ids).toEqual([told.id, named.id]);
    expect((await walk(`q=${encodeURIComponent(`${word}_100%`)}`)).ids).toEqual([named.id]);
    expect((await walk(`q=${encodeURIComponent(`${word}%`)}`)).ids).toEqual([]);
  });

  it("tells which files no product shows: not by path, not by URL, not for a variant", async () => {
    const word = unique("u");
    const [byPath, byUrl, byVariant, free] = [
      await uploaded(await png(), `${word}1.png`),
      await uploaded(await png(), `${word}2.png`),
      await uploaded(await png(), `${word}3.png`),
      await uploaded(await png(), `${word}4.png`),
    ];
    const csv = [
      "Handle,Title,Variant SKU,Variant Price,Image Src,Variant Image",
      `${word},Pot,${word},1,${new URL(byPath.url).pathname},${new URL(byVariant.url).pathname}`,
      `${word},,,,${byUrl.url},`,
    ].join("\n");
    expect((await importCsv(csv)).body).toMatchObject({ created: 1, failed: 0 });
    expect((await walk(`q=${word}&unused=true`)).ids).toEqual([free.id]);
    expect((await walk(`q=${word}&unused=false&sort=created_at&limit=1`)).ids).toEqual([
      byPath.id,
      byUrl.id,
      byVariant.id,
    ]);
    for (const { id } of [byPath, byUrl, byVariant])
      expect((await api("DELETE", `/api/v1/media/${id}`, { headers: await asStaff() })).status).toBe(409);
    expect((await api("DELETE", `/api/v1/media/${free.id}`, { headers: await asStaff() })).status).toBe(204);
  });

  it("counts as unused what only a description shows, and tells so", async () => {
    const word = unique("d");
    const pictured = await uploaded(await png(), `${word}.png`);
    await makeProduct({ description: `<img src="${new URL(pictured.url).pathname}">` });
    expect((await walk(`q=${word}&unused=true`)).ids).toEqual([pictured.id]);
    interface Operation {
      description: string;
      parameters: { name: string; description?: string }[];
    }
    const { paths } = openApiDocument(createApp()) as { paths: Record<string, Record<string, Operation>> };
    const list = paths["/api/v1/media"]?.["get"];
    const unused = list?.parameters.find(({ name }) => name === "unused");
    expect(unused?.description).toContain("descriptions show");
    expect(paths["/api/v1/media/{id}"]?.["delete"]?.description).toContain("descriptions show");
  });

  it("filters by time of uploading, in any zone", async () => {
    const name = unique("t");
    await manyFiles(5, "1990-01-01T00:00:00.000Z", name);
    const between = (after: string, before: string) =>
      walk(`created_after=${encodeURIComponent(after)}&created_before=${encodeURIComponent(before)}&limit=2`);
    expect((await between("1990-01-01T00:00:01Z", "1990-01-01T00:00:04Z")).ids).toHaveLength(3);
    expect((await between("1990-01-01T02:00:01+02:00", "1990-01-01T02:00:02+02:00")).ids).toHaveLength(1);
  });

  it("looks at 1,000 files a page at most, and loses none however rare they are", async () => {
    const [rare, common] = [unique("r"), unique("c")];
    const span = "created_after=1980-01-01T00:00:00Z&created_before=1981-01-01T00:00:00Z";
    await manyFiles(1, "1980-01-01T00:00:00.000Z", rare);
    await manyFiles(2_100, "1980-01-02T00:00:00.000Z", common);
    await manyFiles(2, "1980-02-01T00:00:00.000Z", rare);
    const first = await list(`q=${rare}&${span}`);
    expect(first.body.data).toHaveLength(2);
    expect(first.body.pagination.has_more).toBe(true);
    for (const sort of ["created_at", "-created_at"]) {
      const { ids, pages } = await walk(`q=${rare}&${span}&sort=${sort}`);
      expect(new Set(ids).size).toBe(3);
      expect(ids).toHaveLength(3);
      expect(pages).toBe(3);
    }
    expect((await walk(`q=${common}&${span}&limit=100`)).ids).toHaveLength(2_100);
    expect((await walk(`unused=true&${span}&limit=100`)).ids).toHaveLength(2_103);
  });

  it("refuses a cursor of another selection or sort, and filters that mean nothing", async () => {
    const name = unique("k");
    await manyFiles(3, "1970-01-01T00:00:00.000Z", name);
    const of = `q=${name}&created_before=1971-01-01T00:00:00Z`;
    const { body } = await list(`${of}&limit=1`);
    const cursor = encodeURIComponent(body.pagination.next_cursor ?? "");
    expect((await list(`${of}&limit=2&cursor=${cursor}`)).body.data).toHaveLength(2);
    for (const query of ["", `q=${name}`, `${of}&type=image`, `${of}&unused=true`, `${of}&sort=created_at`]) {
      expect(await list(`${query}&cursor=${cursor}`), query).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: "#/query/cursor", code: "invalid_cursor" }] },
      });
    }
    for (const query of [
      "type=image/png",
      "unused=1",
      "q=",
      "q=%20",
      `q=${"x".repeat(101)}`,
      "created_after=yesterday",
    ])
      expect((await list(query)).status, query).toBe(422);
  });
});
