import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import type { Media } from "../../src/modules/media/media.schema.ts";
import { setClock } from "../../src/platform/ctx.ts";
import { type Answer, api, asStaff, value } from "../support/api.ts";
import { fetchFile, inPieces, joined, latin1, png, send, uploadFile } from "../support/files.ts";

const MIB = 1024 * 1024;

afterEach(() => {
  setClock(undefined);
});

async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

describe("GET /media", () => {
  it("answers the bytes, for ever cacheable, in a sandbox that nothing can run in", async () => {
    const bytes = await png();
    const { body } = await uploadFile(bytes);
    const response = await fetchFile(body.url);
    expect(response.status).toBe(200);
    expect(await bytesOf(response)).toEqual(bytes);
    const policy = response.headers.get("Content-Security-Policy");
    for (const part of ["default-src 'none'", "sandbox", "frame-ancestors 'none'"])
      expect(policy).toContain(part);
    expect(policy).not.toContain("script");
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/png",
      "content-length": String(bytes.length),
      "content-disposition": "inline",
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      "accept-ranges": "bytes",
      etag: `"${body.id}"`,
    });
  });

  it.each([
    [
      "an SVG with script",
      `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`,
      "image/svg+xml",
      "attachment",
    ],
    ["a GIF that is script", `GIF89a/*${Math.random()}*/=1;alert(1)`, "image/gif", "inline"],
    ["a PDF", `%PDF-1.7 ${Math.random()}`, "application/pdf", "attachment"],
  ])("serves %s as what it is, never as a page or script", async (_name, text, type, disposition) => {
    const name = encodeURIComponent(`a";\r\nX-Bad: 1.html`);
    const { body } = await uploadFile(latin1(text), `?filename=${name}`);
    const response = await fetchFile(body.url);
    expect(response.headers.get("Content-Type")).toBe(type);
    expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(response.headers.get("Content-Security-Policy")).toContain("sandbox");
    expect(response.headers.get("Content-Disposition")).toMatch(
      new RegExp(`^${disposition}(; filename="${body.id}\\.\\w+")?$`),
    );
    expect(response.headers.get("X-Bad")).toBeNull();
    await response.body?.cancel();
  });

  it("answers HEAD without a body and 304 to who has the file", async () => {
    const bytes = await png();
    const { body } = await uploadFile(bytes);
    const head = await fetchFile(body.url, {}, "HEAD");
    expect(head.status).toBe(200);
    expect(head.headers.get("Content-Type")).toBe("image/png");
    expect(head.headers.get("Content-Length")).toBe(String(bytes.length));
    expect(await bytesOf(head)).toHaveLength(0);
    const known = await fetchFile(body.url, { "If-None-Match": `"x", W/"${body.id}"` });
    expect(known.status).toBe(304);
    expect(known.headers.get("Cache-Control")).toContain("immutable");
    expect(await bytesOf(known)).toHaveLength(0);
  });

  it.each([
    ["bytes=0-0", 0, 1],
    ["bytes=5-9", 5, 10],
    ["bytes=10-", 10, undefined],
    ["bytes=-4", -4, undefined],
    ["bytes=-99999", 0, undefined],
    ["bytes=3-99999", 3, undefined],
  ])("answers the range %s with 206", async (range, from, to) => {
    const bytes = await png();
    const { body } = await uploadFile(bytes);
    const expected = bytes.slice(from, to);
    const start = from < 0 ? bytes.length + from : from;
    const response = await fetchFile(body.url, { Range: range });
    expect(response.status).toBe(206);
    expect(response.headers.get("Content-Range")).toBe(
      `bytes ${start}-${start + expected.length - 1}/${bytes.length}`,
    );
    expect(response.headers.get("Content-Length")).toBe(String(expected.length));
    expect(await bytesOf(response)).toEqual(expected);
  });

  it.each(["bytes=99999-", "bytes=-0"])("answers the range %s with 416 and the length", async (range) => {
    const bytes = await png();
    const { body } = await uploadFile(bytes);
    const response = await fetchFile(body.url, { Range: range });
    expect(response.status).toBe(416);
    expect(response.headers.get("Content-Range")).toBe(`bytes */${bytes.length}`);
    expect(await response.json()).toMatchObject({ code: "media.range_not_satisfiable", bytes: bytes.length });
  });

  it.each(["bytes=9-5", "bytes=a-b", "lines=1-2", "bytes=0-1,4-5", "bytes=-"])(
    "ignores the range %s and answers the whole file",
    async (range) => {
      const bytes = await png();
      const { body } = await uploadFile(bytes);
      const response = await fetchFile(body.url, { Range: range });
      expect(response.status).toBe(200);
      expect(await bytesOf(response)).toEqual(bytes);
    },
  );

  it("answers a range only of the file that If-Range names", async () => {
    const { body } = await uploadFile(await png());
    const range = { Range: "bytes=0-0" };
    const same = await fetchFile(body.url, { ...range, "If-Range": `"${body.id}"` });
    const other = await fetchFile(body.url, { ...range, "If-Range": '"other"' });
    expect([same.status, other.status]).toEqual([206, 200]);
    await Promise.all([same.body?.cancel(), other.body?.cancel()]);
  });

  it.each([
    "01900000-0000-7000-8000-00000000dead.png",
    "01900000-0000-7000-8000-00000000dead.html",
    "01900000-0000-7000-8000-00000000dead",
    "..%2Fbackups%2Fdump.sql",
    "nothing.png",
  ])("answers 404 as a problem for %s", async (name) => {
    for (const headers of [{}, { Range: "bytes=0-1" }, { "If-None-Match": "*" }]) {
      const response = await fetchFile(`http://shop.test/media/${name}`, headers);
      expect(response.status).toBe(404);
      expect(response.headers.get("Content-Type")).toBe("application/problem+json");
      expect(await response.json()).toMatchObject({ code: "resource.not_found" });
    }
  });
});

interface Signed {
  id: string;
  upload_url: string;
  method: string;
  headers: Record<string, string>;
  expires_at: string;
}

async function announce(input: Record<string, unknown>): Promise<Answer<Signed>> {
  return api<Signed>("POST", "/api/v1/media/uploads", {
    body: { filename: "big.png", ...input },
    headers: await asStaff(),
  });
}

async function put(
  signed: Signed,
  bytes: Uint8Array | ReadableStream,
  length?: number,
): Promise<Answer<Media>> {
  const url = new URL(signed.upload_url);
  return send(signed.method, `${url.pathname}${url.search}`, bytes, {
    ...signed.headers,
    ...(length === undefined ? {} : { "Content-Length": String(length) }),
  });
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

describe("a signed upload", () => {
  it("takes a file larger than a direct upload's, without credentials, once", async () => {
    const bytes = joined([await png(), new Uint8Array(25 * MIB)]);
    const announced = await announce({ bytes: bytes.length, alt: "Big", sha256: await sha256(bytes) });
    expect(announced.status, JSON.stringify(announced.body)).toBe(201);
    const answer = await put(announced.body, inPieces(bytes, 4 * MIB), bytes.length);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    expect(answer.body).toMatchObject({
      bytes: bytes.length,
      alt: "Big",
      filename: "big.png",
      content_type: "image/png",
    });
    const again = await put(announced.body, await png());
    expect(again).toMatchObject({
      status: 409,
      body: { code: "media.upload_used", media_id: answer.body.id },
    });
  });

  it("that is sent in parallel brings one file", async () => {
    const files = await Promise.all([1, 2, 3].map(() => png()));
    const { body } = await announce({ bytes: files[0]?.length });
    const before = (await env.MEDIA.list()).objects.length;
    const answers = await Promise.all(files.map((bytes) => put(body, bytes)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409]);
    expect((await env.MEDIA.list()).objects.length).toBe(before + 1);
  });

  it("of bytes that the library has answers 200 with that file, and is used up", async () => {
    const bytes = await png();
    const first = await uploadFile(bytes);
    const { body } = await announce({ bytes: bytes.length });
    expect(await put(body, bytes)).toMatchObject({ status: 200, body: { id: first.body.id } });
    expect((await put(body, bytes)).status).toBe(409);
  });

  it("refuses another length or checksum and can be repeated then", async () => {
    const bytes = await png();
    const { body } = await announce({ bytes: bytes.length, sha256: await sha256(bytes) });
    const before = (await env.MEDIA.list()).objects.length;
    const longer = joined([bytes, latin1("x")]);
    for (const [sent, length] of [
      [longer, longer.length],
      [inPieces(longer), undefined],
      [inPieces(bytes.slice(0, -1)), undefined],
    ] as const) {
      expect(await put(body, sent, length)).toMatchObject({
        status: 422,
        body: { code: "media.length_mismatch" },
      });
    }
    const other = await png();
    expect(await put(body, other)).toMatchObject({ status: 422, body: { code: "media.checksum_mismatch" } });
    const page = latin1("<html>".padEnd(bytes.length));
    expect(await put(body, page)).toMatchObject({ status: 415 });
    expect((await env.MEDIA.list()).objects.length).toBe(before);
    expect(await value("SELECT COUNT(*) FROM media_orphans")).toBe(0);
    expect((await put(body, bytes)).status).toBe(201);
  });

  it("ends after an hour", async () => {
    const bytes = await png();
    const { body } = await announce({ bytes: bytes.length });
    setClock(() => new Date(Date.now() + 3_601_000));
    expect(await put(body, bytes)).toMatchObject({ status: 410, body: { code: "media.upload_expired" } });
  });

  it("refuses forged tokens and those of another upload or for something else", async () => {
    const bytes = await png();
    const [one, other] = [await announce({ bytes: bytes.length }), await announce({ bytes: bytes.length })];
    const tokenOf = (signed: Signed) => new URL(signed.upload_url).searchParams.get("token") ?? "";
    for (const token of ["x", tokenOf(other.body), `${tokenOf(one.body)}x`]) {
      const answer = await send("PUT", `/api/v1/media/uploads/${one.body.id}?token=${token}`, bytes);
      expect(answer).toMatchObject({ status: 401, body: { code: "media.upload_token_invalid" } });
    }
    expect((await send("PUT", `/api/v1/media/uploads/${one.body.id}`, bytes)).status).toBe(422);
  });

  it("is announced by media:manage only, and of at most 500 MiB", async () => {
    const body = { filename: "a.mp4", bytes: 1 };
    const scoped = await asStaff(["product:manage"]);
    expect((await api("POST", "/api/v1/media/uploads", { body })).status).toBe(401);
    expect((await api("POST", "/api/v1/media/uploads", { body, headers: scoped })).status).toBe(403);
    expect(await announce({ bytes: 501 * MIB })).toMatchObject({
      status: 413,
      body: { code: "request.too_large" },
    });
    for (const bytes of [0, -1, 1.5, "9", null]) expect((await announce({ bytes })).status).toBe(422);
  });
});
