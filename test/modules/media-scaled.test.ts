import { env } from "cloudflare:workers";
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { asStaff } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { fetchFile, joined, latin1, png, uploadFile } from "../support/files.ts";
import { visitWith } from "../support/visit-with.ts";

async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

/** Width and height of a PNG. */
function sizeOf(bytes: Uint8Array): [number, number] {
  const view = new DataView(bytes.buffer);
  return [view.getUint32(16), view.getUint32(20)];
}

/** The Images binding with a count of what was made by it. */
function countingImages(): { bindings: Env; made: () => number } {
  let made = 0;
  const images = env.IMAGES;
  if (!images) throw new Error("the tests have an Images binding");
  const counted: ImagesBinding = {
    info: (...input) => images.info(...input),
    hosted: images.hosted,
    input: (...input) => {
      made += 1;
      return images.input(...input);
    },
    text: (...input) => images.text(...input),
  };
  return { bindings: { ...env, IMAGES: counted }, made: () => made };
}

/** GET of a file, until what the answer did not wait for is done, too. */
async function fetchWith(bindings: Env, url: string, headers: Record<string, string> = {}, method = "GET") {
  const { pathname, search } = new URL(url);
  const execution = createExecutionContext();
  const request = new Request<unknown, IncomingRequestCfProperties>(`http://shop.test${pathname}${search}`, {
    method,
    headers,
  });
  const response = await visitWith(bindings, request, execution);
  const bytes = await bytesOf(response);
  await waitOnExecutionContext(execution);
  return { status: response.status, headers: response.headers, bytes };
}

const AVIF = { Accept: "image/avif,image/webp,*/*;q=0.8" };
const WEBP = { Accept: "image/webp,*/*;q=0.8" };

describe("GET /media with a width", () => {
  it("scales a picture down by the Images binding, never up", async () => {
    const { body } = await uploadFile(await png(300, 200));
    const scaled = await fetchFile(`${body.url}?width=64`);
    expect(scaled.status).toBe(200);
    expect(Object.fromEntries(scaled.headers)).toMatchObject({
      "content-type": "image/png",
      etag: `"${body.id}-64-png"`,
      vary: "Accept",
      "cache-control": "public, max-age=31536000, immutable",
    });
    expect(scaled.headers.get("Content-Security-Policy")).toContain("sandbox");
    expect(sizeOf(await bytesOf(scaled))).toEqual([64, 43]);
    expect(sizeOf(await bytesOf(await fetchFile(`${body.url}?width=2048`)))).toEqual([300, 200]);
  });

  it("answers AVIF or WebP to who takes it, each under an ETag of its own", async () => {
    const { body } = await uploadFile(await png(300, 200));
    const avif = await fetchFile(`${body.url}?width=64`, AVIF);
    expect(avif.headers.get("Content-Type")).toBe("image/avif");
    expect(avif.headers.get("ETag")).toBe(`"${body.id}-64-avif"`);
    expect(new TextDecoder("latin1").decode((await bytesOf(avif)).subarray(4, 12))).toBe("ftypavif");
    const webp = await fetchFile(`${body.url}?width=64`, WEBP);
    expect(webp.headers.get("Content-Type")).toBe("image/webp");
    expect(new TextDecoder("latin1").decode((await bytesOf(webp)).subarray(8, 12))).toBe("WEBP");
    for (const [accept, status] of [
      [WEBP, 304],
      [AVIF, 200],
      [{}, 200],
    ] as const) {
      const headers = { ...accept, "If-None-Match": webp.headers.get("ETag") ?? "" };
      const known = await fetchFile(`${body.url}?width=64`, headers);
      expect(known.status).toBe(status);
      expect(known.headers.get("Vary")).toBe("Accept");
      await known.body?.cancel();
    }
  });

  it("makes each size and format once, and keeps it in the edge's cache", async () => {
    const { body } = await uploadFile(await png(300, 200));
    const { bindings, made } = countingImages();
    const first = await fetchWith(bindings, `${body.url}?width=64`, WEBP);
    expect(made()).toBe(1);
    for (const query of ["?width=64", "?width=64.0", "?width=064", "?utm=1&width=64&format=png"]) {
      const again = await fetchWith(bindings, `${body.url}${query}`, WEBP);
      expect(again.bytes).toEqual(first.bytes);
      expect(Object.fromEntries(again.headers)).toMatchObject({
        "content-type": "image/webp",
        etag: `"${body.id}-64-webp"`,
        vary: "Accept",
        "cache-control": "public, max-age=31536000, immutable",
        "content-security-policy": first.headers.get("Content-Security-Policy") ?? "",
      });
    }
    expect(made()).toBe(1);
    expect((await fetchWith(bindings, `${body.url}?width=64`)).headers.get("Content-Type")).toBe("image/png");
    await fetchWith(bindings, `${body.url}?width=64`, AVIF);
    await fetchWith(bindings, `${body.url}?width=128`, WEBP);
    expect(made()).toBe(4);
  });

  it("makes a size once for all who ask at the same time", async () => {
    const { body } = await uploadFile(await png(300, 200));
    const { bindings, made } = countingImages();
    const parallel = Array.from({ length: 8 }, () => fetchWith(bindings, `${body.url}?width=64`, WEBP));
    const answers = await Promise.all([...parallel, fetchWith(bindings, `${body.url}?width=128`, WEBP)]);
    const other = answers.pop();
    expect(made()).toBe(2);
    for (const answer of answers) {
      expect(answer.bytes).toEqual(answers[0]?.bytes);
      expect(answer.headers.get("Content-Type")).toBe("image/webp");
    }
    expect(other?.bytes).not.toEqual(answers[0]?.bytes);
    const requests = Array.from({ length: 8 }, () => fetchFile(`${body.url}?width=256`, WEBP).then(bytesOf));
    const [first, ...others] = await Promise.all(requests);
    for (const bytes of others) expect(bytes).toEqual(first);
  });

  it("answers 404 for every size as soon as the picture is deleted, although it was kept", async () => {
    const { body } = await uploadFile(await png(300, 200));
    const url = `${body.url}?width=64`;
    const shown = await fetchWith(env, url, WEBP);
    expect(shown.status).toBe(200);
    const path = `/api/v1/media/${body.id}`;
    expect((await callWith(env, "DELETE", path, { headers: await asStaff() })).status).toBe(204);
    const known = { ...WEBP, "If-None-Match": shown.headers.get("ETag") ?? "" };
    for (const [method, headers] of [
      ["GET", WEBP],
      ["GET", known],
      ["HEAD", WEBP],
    ] as const) {
      expect((await fetchWith(env, url, headers, method)).status, method).toBe(404);
    }
  });

  it("names by HEAD and 304 no type that GET does not give", async () => {
    const { body } = await uploadFile(await png(300, 200));
    const broken = (await uploadFile(joined([latin1("\x89PNG\r\n\x1a\n"), latin1("no picture either")])))
      .body;
    const url = `${body.url}?width=64`;
    const before = await fetchWith(env, url, WEBP, "HEAD");
    expect(before.status).toBe(200);
    expect(before.headers.has("Content-Type")).toBe(false);
    expect(before.headers.has("ETag")).toBe(false);
    expect(before.headers.get("Cache-Control")).toBe("public, max-age=300");
    const got = await fetchWith(env, url, WEBP);
    const after = await fetchWith(env, url, WEBP, "HEAD");
    for (const name of ["Content-Type", "ETag", "Cache-Control", "Vary"])
      expect(after.headers.get(name), name).toBe(got.headers.get(name));
    const known = { ...WEBP, "If-None-Match": got.headers.get("ETag") ?? "" };
    for (const method of ["GET", "HEAD"]) {
      const unchanged = await fetchWith(env, url, known, method);
      expect(unchanged.status).toBe(304);
      expect(unchanged.headers.has("Content-Type")).toBe(false);
      expect(unchanged.headers.get("ETag")).toBe(got.headers.get("ETag"));
    }
    const original = await fetchWith(env, `${broken.url}?width=64`, WEBP);
    expect(original.headers.get("Content-Type")).toBe("image/png");
    const head = await fetchWith(env, `${broken.url}?width=64`, WEBP, "HEAD");
    expect([head.status, head.headers.get("Content-Type")]).toEqual([200, null]);
  });

  it("answers the original when the picture cannot be scaled, and tries again the next time", async () => {
    const broken = joined([latin1("\x89PNG\r\n\x1a\n"), latin1("not a picture at all")]);
    const { body } = await uploadFile(broken);
    const { bindings, made } = countingImages();
    for (const attempt of [1, 2]) {
      const shown = await fetchWith(bindings, `${body.url}?width=64`, WEBP);
      expect(shown.bytes).toEqual(broken);
      expect(Object.fromEntries(shown.headers)).toMatchObject({
        "content-type": "image/png",
        "cache-control": "public, max-age=300",
        etag: `"${body.id}"`,
        vary: "Accept",
      });
      expect(made()).toBe(attempt);
    }
  });

  it("answers the original where there is no Images binding", async () => {
    const bytes = await png(300, 200);
    const { body } = await uploadFile(bytes);
    const { IMAGES: _images, ...without } = env;
    const plain = await fetchWith(without, `${body.url}?width=64`, WEBP);
    expect(plain).toMatchObject({ status: 200, bytes });
    expect(plain.headers.get("Content-Type")).toBe("image/png");
    expect(plain.headers.get("Cache-Control")).toBe("public, max-age=300");
    expect(plain.headers.get("Vary")).toBeNull();
  });

  it("answers 404 for a picture that there is not, and 422 for a width that is not offered", async () => {
    const missing = await fetchFile(
      "http://shop.test/media/01900000-0000-7000-8000-00000000dead.png?width=64",
    );
    expect(missing.status).toBe(404);
    const { body } = await uploadFile(await png(300, 200));
    for (const width of ["63", "65", "abc", "-1", "1e9", ""]) {
      const refused = await fetchFile(`${body.url}?width=${width}`);
      expect(refused.status, width).toBe(422);
      await refused.body?.cancel();
    }
  });
});
