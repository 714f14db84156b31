import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { collectOrphans } from "../../src/modules/media/collect-orphans.ts";
import type { Media } from "../../src/modules/media/media.schema.ts";
import { setClock } from "../../src/platform/ctx.ts";
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { makeUser, systemCtx } from "../support/accounts.ts";
import { api, asStaff, eventually, rows, value } from "../support/api.ts";
import { atBatch } from "../support/failing-env.ts";
import { inPieces, joined, latin1, png, send, uploadFile } from "../support/files.ts";
import { visitWith } from "../support/visit-with.ts";

const MIB = 1024 * 1024;

afterEach(() => {
  setClock(undefined);
});

function objects(): Promise<string[]> {
  return env.MEDIA.list({ prefix: "media/" }).then((list) => list.objects.map((object) => object.key));
}

function keyOf(media: Media): string {
  return new URL(media.url).pathname.slice(1);
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const SVG = `<?xml version="1.0"?><!-- a --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`;

describe("uploading", () => {
  it("stores the bytes, their checksum, type and size, and is audited", async () => {
    const bytes = await png(30, 20);
    const answer = await uploadFile(bytes, "?filename=..%2F..%2Fetc%2Fpot%00.png&alt=A%20pot");
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    const { id } = answer.body;
    expect(answer.body).toMatchObject({
      filename: "pot.png",
      alt: "A pot",
      content_type: "image/png",
      bytes: bytes.length,
      sha256: await sha256(bytes),
      width: 30,
      height: 20,
      version: 1,
      url: `${env.PUBLIC_URL}/media/${id}.png`,
    });
    expect(answer.headers.get("Location")).toBe(`/api/v1/media/${id}`);
    expect(answer.headers.get("ETag")).toBe('"1"');
    const object = await env.MEDIA.get(`media/${id}.png`);
    expect(new Uint8Array((await object?.arrayBuffer()) ?? [])).toEqual(bytes);
    expect(
      await value("SELECT COUNT(*) FROM audit_log WHERE action = 'media.upload' AND entity_id = ?", id),
    ).toBe(1);
    expect(await value("SELECT COUNT(*) FROM media_orphans WHERE object_key = ?", `media/${id}.png`)).toBe(0);
  });

  it.each([
    ["a GIF that is script too", latin1("GIF89a/*\x01\x00\x02\x00*/=1;alert(1)//"), "image/gif", "gif"],
    ["an SVG with script", latin1(SVG), "image/svg+xml", "svg"],
    ["an SVG with a doctype", latin1("\n<!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg/>"), "image/svg+xml", "svg"],
    [
      "a JPEG",
      latin1("\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x05\x00\x07rest"),
      "image/jpeg",
      "jpg",
    ],
    [
      "a WebP",
      latin1("RIFF\x10\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x06\x00\x00\x04\x00\x00"),
      "image/webp",
      "webp",
    ],
    [
      "an AVIF",
      latin1(
        "\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00avifmiaf....ispe\x00\x00\x00\x00\x00\x00\x00\x07\x00\x00\x00\x05",
      ),
      "image/avif",
      "avif",
    ],
    ["a video", latin1("\x00\x00\x00\x14ftypisom\x00\x00\x00\x00mp42"), "video/mp4", "mp4"],
    ["a PDF", latin1("%PDF-1.7 1 0 obj"), "application/pdf", "pdf"],
  ])("finds the type of %s by its bytes, whatever the header says", async (_name, bytes, type, extension) => {
    const headers = { ...(await asStaff()), "Content-Type": "text/html" };
    const answer = await send("POST", "/api/v1/media?filename=a.html", bytes, headers);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    expect(answer.body).toMatchObject({ content_type: type });
    expect(answer.body.url.endsWith(`.${extension}`)).toBe(true);
    if (type === "image/jpeg" || type === "image/webp" || type === "image/avif")
      expect(answer.body).toMatchObject({ width: 7, height: 5 });
  });

  it("keeps a PNG with a page behind it a PNG", async () => {
    const bytes = joined([await png(), latin1("<html><script>alert(1)</script></html>")]);
    expect((await uploadFile(bytes)).body.content_type).toBe("image/png");
  });

  it.each([
    ["HTML", "<!DOCTYPE html><html><svg></svg></html>"],
    ["HTML that begins as a comment", "<!-- --><body><svg></svg>"],
    ["a stylesheet before the SVG", `<?xml-stylesheet href="a.xsl"?><svg></svg>`],
    ["a doctype that never ends", "<!DOCTYPE svg ["],
    ["JavaScript", "alert(1)"],
    ["a HEIC picture", "\x00\x00\x00\x14ftypheic\x00\x00\x00\x00mif1"],
    ["an executable", "MZ\x90\x00"],
    ["one byte", "a"],
  ])("refuses %s, though it is sent as a picture", async (_name, text) => {
    const before = await objects();
    const headers = { ...(await asStaff()), "Content-Type": "image/png" };
    const answer = await send<Record<string, unknown>>("POST", "/api/v1/media", latin1(text), headers);
    expect(answer).toMatchObject({ status: 415, body: { code: "media.type_not_allowed" } });
    expect(await objects()).toEqual(before);
  });

  it("refuses a file without bytes, with or without a body", async () => {
    const headers = await asStaff();
    for (const body of [null, new Uint8Array()]) {
      const answer = await send<Record<string, unknown>>("POST", "/api/v1/media", body, headers);
      expect(answer).toMatchObject({ status: 422, body: { code: "media.empty" } });
    }
  });

  it("refuses 50 MB by its length alone, and at the first byte too many when it comes in pieces: nothing is stored", async () => {
    const before = await objects();
    const headers = await asStaff();
    const small = await png();
    const announced = { ...headers, "Content-Length": String(50 * MIB) };
    expect(await send("POST", "/api/v1/media", small, announced)).toMatchObject({
      status: 413,
      body: { code: "request.too_large", max_bytes: 20 * MIB },
    });
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(sent === 0 ? small : new Uint8Array(MIB));
        sent += 1;
      },
    });
    expect(await send("POST", "/api/v1/media", endless, headers)).toMatchObject({ status: 413 });
    expect(sent).toBeLessThan(100);
    expect(await objects()).toEqual(before);
    expect(await value("SELECT COUNT(*) FROM media_orphans")).toBe(0);
  });

  it.each([
    [0, 1],
    [5 * MIB, 0],
    [5 * MIB, 1],
    [11 * MIB, 7],
  ])("stores every byte of %i + %i that come in pieces of unknown length", async (size, more) => {
    const head = await png();
    const noise = new Uint8Array(Math.max(size - head.length, 0) + more).map((_, index) => index * 31);
    const bytes = joined([head, noise]);
    const answer = await send("POST", "/api/v1/media", inPieces(bytes), await asStaff());
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    expect(answer.body).toMatchObject({ bytes: bytes.length, sha256: await sha256(bytes) });
    const stored = await env.MEDIA.get(keyOf(answer.body));
    expect(await sha256(new Uint8Array((await stored?.arrayBuffer()) ?? []))).toBe(answer.body.sha256);
  });

  it("stores nothing of a body that ends early or is longer than it says", async () => {
    const before = await objects();
    const bytes = joined([await png(), new Uint8Array(MIB)]);
    for (const length of [bytes.length + 1, bytes.length - 1]) {
      const headers = { ...(await asStaff()), "Content-Length": String(length) };
      const answer = await send<Record<string, unknown>>("POST", "/api/v1/media", inPieces(bytes), headers);
      expect(answer).toMatchObject({ status: 400, body: { code: "request.malformed" } });
    }
    expect(await objects()).toEqual(before);
  });

  it("of the same bytes again answers 200 with the file that is there", async () => {
    const bytes = await png();
    const first = await uploadFile(bytes, "?filename=one.png");
    const before = await objects();
    const again = await uploadFile(bytes, "?filename=two.png");
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect(await objects()).toEqual(before);
  });

  it("of the same bytes in parallel makes one file and leaves one object", async () => {
    const before = new Set(await objects());
    const bytes = await png();
    const answers = await Promise.all(Array.from({ length: 6 }, () => uploadFile(bytes)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect((await objects()).filter((key) => !before.has(key))).toHaveLength(1);
    expect(await value("SELECT COUNT(*) FROM media_orphans")).toBe(0);
  });

  it("is for media:manage only", async () => {
    const customer = await makeUser();
    expect((await send("POST", "/api/v1/media", await png(), customer.headers)).status).toBe(403);
    expect((await send("POST", "/api/v1/media", await png())).status).toBe(401);
  });
});

describe("an upload that dies between storing and recording", () => {
  async function die(): Promise<string> {
    const before = new Set(await objects());
    const bytes = await png();
    const bindings = atBatch(2, () => Promise.reject(new Error("the Worker died")));
    const execution = createExecutionContext();
    const request = new Request<unknown, IncomingRequestCfProperties>("http://shop.test/api/v1/media", {
      method: "POST",
      headers: { ...(await asStaff()), "Content-Length": String(bytes.length) },
      body: bytes,
    });
    expect((await visitWith(bindings, request, execution)).status).toBe(500);
    await waitOnExecutionContext(execution);
    const [key, ...more] = (await objects()).filter((candidate) => !before.has(candidate));
    expect(more).toEqual([]);
    expect(await value("SELECT COUNT(*) FROM media WHERE object_key = ?", key)).toBe(0);
    return key ?? "";
  }

  it("leaves an object that is collected after a day and not before; files that nobody uses stay", async () => {
    const kept = await uploadFile(await png());
    const key = await die();
    await collectOrphans(systemCtx());
    expect(await objects()).toContain(key);
    setClock(() => new Date(Date.now() + 23.5 * 3_600_000));
    await collectOrphans(systemCtx());
    expect(await objects()).toContain(key);
    setClock(() => new Date(Date.now() + 24.5 * 3_600_000));
    expect(await collectOrphans(systemCtx())).toBe(1);
    expect(await objects()).not.toContain(key);
    expect(await objects()).toContain(keyOf(kept.body));
    expect(await collectOrphans(systemCtx())).toBe(0);
  });

  it("is collected again when the collector dies after deleting", async () => {
    const key = await die();
    setClock(() => new Date(Date.now() + 25 * 3_600_000));
    const dying = { ...systemCtx(), env: atBatch(1, () => Promise.reject(new Error("the Worker died"))) };
    await expect(collectOrphans(dying)).rejects.toThrow("died");
    expect(await objects()).not.toContain(key);
    expect(await collectOrphans(systemCtx())).toBe(1);
    expect(await value("SELECT COUNT(*) FROM media_orphans WHERE object_key = ?", key)).toBe(0);
  });
});

describe("the library", () => {
  it("lists page by page, newest first", async () => {
    const made: string[] = [];
    for (let index = 0; index < 3; index += 1) made.push((await uploadFile(await png())).body.id);
    const headers = await asStaff();
    const first = await api<{ data: Media[] }>("GET", "/api/v1/media?limit=2", { headers });
    expect(first.body.data.map((media) => media.id)).toEqual([made[2], made[1]]);
    const next = /^<([^>]+)>/.exec(first.headers.get("Link") ?? "")?.[1] ?? "";
    const second = await api<{ data: Media[] }>("GET", next, { headers });
    expect(second.body.data[0]?.id).toBe(made[0]);
  });

  it("changes name and alt text under the version, audited", async () => {
    const { body } = await uploadFile(await png());
    const headers = await asStaff();
    const path = `/api/v1/media/${body.id}`;
    const patch = (change: unknown, version?: string) =>
      api("PATCH", path, {
        body: change,
        headers: { ...headers, ...(version === undefined ? {} : { "If-Match": version }) },
      });
    expect(await patch({ alt: "A jug" }, '"7"')).toMatchObject({ status: 412 });
    expect(await patch({ alt: "A jug", url: "x" })).toMatchObject({ status: 422 });
    const changed = await patch({ alt: "A jug", filename: "jug.png" }, '"1"');
    expect(changed).toMatchObject({ status: 200, body: { alt: "A jug", filename: "jug.png", version: 2 } });
    expect((await patch({ alt: null })).body).toMatchObject({ alt: "", filename: "jug.png", version: 3 });
    expect((await api("GET", path, { headers: { ...headers, "If-None-Match": '"3"' } })).status).toBe(304);
    expect(
      await value("SELECT COUNT(*) FROM audit_log WHERE action = 'media.update' AND entity_id = ?", body.id),
    ).toBe(2);
  });

  it("lets one of two parallel changes of a version through", async () => {
    const { body } = await uploadFile(await png());
    const headers = { ...(await asStaff()), "If-Match": '"1"' };
    const answers = await Promise.all(
      ["A", "B"].map((alt) => api("PATCH", `/api/v1/media/${body.id}`, { body: { alt }, headers })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412]);
  });

  it("deletes a file and its object, once", async () => {
    const { body } = await uploadFile(await png());
    const headers = await asStaff();
    const path = `/api/v1/media/${body.id}`;
    expect((await api("DELETE", path, { headers: { ...headers, "If-Match": '"2"' } })).status).toBe(412);
    const answers = await Promise.all([1, 2, 3].map(() => api("DELETE", path, { headers })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 404, 404]);
    await eventually(async () => !(await objects()).includes(keyOf(body)));
    expect((await api("GET", path, { headers })).status).toBe(404);
    expect(await rows("SELECT action FROM audit_log WHERE entity_id = ? ORDER BY id", body.id)).toEqual([
      { action: "media.upload" },
      { action: "media.delete" },
    ]);
  });

  it("takes a file that was deleted a moment ago again", async () => {
    const bytes = await png();
    const first = await uploadFile(bytes);
    const headers = await asStaff();
    const [, again] = await Promise.all([
      api("DELETE", `/api/v1/media/${first.body.id}`, { headers }),
      uploadFile(bytes),
    ]);
    const now = again.status === 200 ? await uploadFile(bytes) : again;
    expect(now.status).toBe(201);
    await eventually(async () => !(await objects()).includes(keyOf(first.body)));
    expect(await objects()).toContain(keyOf(now.body));
  });
});
