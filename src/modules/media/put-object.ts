import { hex } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";

/** R2 takes parts of at least 5 MiB, all of the same size but the last. */
const PART_BYTES = 5 * 1024 * 1024;

interface ObjectName {
  key: string;
  contentType: string;
}

export interface PutObject {
  /** Lower-case hex. */
  sha256: string;
  bytes: number;
}

/**
 * Writes the pieces of a file as one object and hashes them on the way. With a known length they are passed through as they come, else in
 * parts of 5 MiB: at no time is more in memory. The object appears as a whole, or not at all.
 */
export async function putObject(
  ctx: Ctx,
  name: ObjectName,
  pieces: AsyncIterable<Uint8Array>,
  { length }: { length: number | undefined },
): Promise<PutObject> {
  const digest = new crypto.DigestStream("SHA-256");
  const hash = digest.getWriter();
  let bytes = 0;
  async function* hashed() {
    for await (const piece of pieces) {
      await hash.write(piece);
      bytes += piece.length;
      yield piece;
    }
  }
  if (length === undefined) await putParts(ctx, name, hashed());
  else await putStream(ctx, name, hashed(), length);
  await hash.close();
  return { sha256: hex(new Uint8Array(await digest.digest)), bytes };
}

async function putStream(
  ctx: Ctx,
  { key, contentType }: ObjectName,
  pieces: AsyncIterable<Uint8Array>,
  length: number,
): Promise<void> {
  const { readable, writable } = new FixedLengthStream(length);
  const [written, put] = await Promise.allSettled([
    writeAll(writable, pieces),
    ctx.env.MEDIA.put(key, readable, { httpMetadata: { contentType } }),
  ]);
  if (written.status === "rejected") throw written.reason;
  if (put.status === "rejected") throw put.reason;
}

async function writeAll(
  writable: WritableStream<Uint8Array>,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  const writer = writable.getWriter();
  try {
    for await (const piece of pieces) await writer.write(piece);
    await writer.close();
  } catch (error) {
    // Ends the put as well, so that it stores nothing.
    await writer.abort(error).catch(() => undefined);
    throw error;
  }
}

async function putParts(
  ctx: Ctx,
  { key, contentType }: ObjectName,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  const options = { httpMetadata: { contentType } };
  let upload: R2MultipartUpload | undefined;
  const uploaded: R2UploadedPart[] = [];
  try {
    for await (const { bytes, isLast } of partsOf(pieces)) {
      if (isLast && !upload) {
        await ctx.env.MEDIA.put(key, bytes, options);
        return;
      }
      upload ??= await ctx.env.MEDIA.createMultipartUpload(key, options);
      uploaded.push(await upload.uploadPart(uploaded.length + 1, bytes));
    }
    await upload?.complete(uploaded);
  } catch (error) {
    await upload?.abort().catch(() => undefined);
    throw error;
  }
}

/** Cuts a file into parts of PART_BYTES; the last one is shorter and may be the only one. */
async function* partsOf(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ bytes: Uint8Array; isLast: boolean }> {
  const part = new Uint8Array(PART_BYTES);
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      if (filled === PART_BYTES) {
        yield { bytes: part, isLast: false };
        filled = 0;
      }
      const taken = piece.subarray(at, at + PART_BYTES - filled);
      part.set(taken, filled);
      filled += taken.length;
      at += taken.length;
    }
  }
  yield { bytes: part.subarray(0, filled), isLast: true };
}
