import type { Ctx } from "../../platform/ctx.ts";
import { payloadTooLarge } from "../../platform/errors.ts";
import { describeError } from "../../platform/log.ts";
import type { FilePlan, FileScanner } from "../catalog-files/index.ts";
import { fileEmpty } from "./transfers.errors.ts";

export const MAX_FILE_BYTES = 100 * 1024 * 1024;
/** R2 wants all parts but the last to be of one size, at least 5 MiB. */
const PART_BYTES = 8 * 1024 * 1024;

/**
 * Streams an upload into the bucket, a part at a time, while the scanner looks at it. A file that is refused leaves nothing.
 * @throws transfer.file_empty request.too_large and whatever the scanner refuses the file for
 */
export async function storeFile(
  ctx: Ctx,
  key: string,
  stream: ReadableStream<Uint8Array> | null,
  scanner: FileScanner,
): Promise<{ bytes: number; plan: FilePlan }> {
  const part = new Uint8Array(PART_BYTES);
  let filled = 0;
  let bytes = 0;
  let upload: R2MultipartUpload | undefined;
  const parts: R2UploadedPart[] = [];
  const flush = async () => {
    upload ??= await ctx.env.BACKUPS.createMultipartUpload(key);
    parts.push(await upload.uploadPart(parts.length + 1, part.slice(0, filled)));
    filled = 0;
  };
  const reader = stream?.getReader();
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) break;
      bytes += value.length;
      if (bytes > MAX_FILE_BYTES) throw tooLarge();
      scanner.push(value);
      for (let from = 0; from < value.length;) {
        const piece = value.subarray(from, from + PART_BYTES - filled);
        part.set(piece, filled);
        filled += piece.length;
        from += piece.length;
        if (filled === PART_BYTES) await flush();
      }
    }
    if (bytes === 0) throw fileEmpty("The file has no bytes.");
    const plan = scanner.end();
    if (upload === undefined) {
      await ctx.env.BACKUPS.put(key, part.subarray(0, filled));
    } else {
      if (filled > 0) await flush();
      await upload.complete(parts);
    }
    return { bytes, plan };
  } catch (error) {
    await Promise.all([reader?.cancel(), upload?.abort()]).catch((problem: unknown) => {
      ctx.log.warn("an upload was not cleared away", { key, ...describeError(problem) });
    });
    throw error;
  }
}

/** The 413 for more bytes than an import takes. */
export function tooLarge() {
  return payloadTooLarge(`The file may have at most ${MAX_FILE_BYTES} bytes.`, {
    facts: { max_bytes: MAX_FILE_BYTES },
  });
}
