import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import type { RasterType } from "./file-type.ts";
import { madeOnce } from "./made-once.ts";
import { type FileName, fileSize, openFile } from "./read-file.ts";

/** How long a data center may keep what it has scaled. It is answered only while there is the original. */
const KEPT = "public, max-age=2592000";

export interface PictureSize {
  /** In pixels. */
  width: number;
  format: RasterType;
}

export interface ScaledPicture {
  /** What it is, which need not be what was asked for: not every size can be an AVIF. */
  contentType: string;
  stream: ReadableStream;
}

/** As `ScaledPicture`, to be given to any number of requests. */
interface MadePicture {
  contentType: string;
  bytes: ArrayBuffer;
}

/**
 * A smaller version of a picture; undefined when the picture is to be sent as it is, because the deployment has no Images binding or it
 * cannot do this one. Each size is made once a data center and kept in its cache, and once for all who ask an isolate at the same time:
 * every transformation costs.
 * @throws resource.not_found
 */
export async function scalePicture(
  ctx: Ctx,
  name: FileName,
  size: PictureSize,
): Promise<ScaledPicture | undefined> {
  const kept = await keptPicture(ctx, name, size);
  if (kept) return kept;
  const key = keyOf(ctx, name, size);
  const made = await madeOnce(ctx, key, {
    make: () => transform(ctx, name, size),
    keep: (picture) => keep(ctx, key, picture),
  });
  return made && { contentType: made.contentType, stream: new Blob([made.bytes]).stream() };
}

/**
 * The smaller version that the data center has kept, if it has one.
 * @throws resource.not_found when there is no original, or no more
 */
export async function keptPicture(
  ctx: Ctx,
  name: FileName,
  size: PictureSize,
): Promise<ScaledPicture | undefined> {
  const found = fromCache(ctx, keyOf(ctx, name, size));
  try {
    await fileSize(ctx, name);
  } catch (error) {
    await (await found)?.stream.cancel();
    throw error;
  }
  return found;
}

/** One URL a size, however it was asked for. A cache looks at no Accept header, so the format is part of it. */
function keyOf(ctx: Ctx, { key }: FileName, { width, format }: PictureSize): string {
  return `${ctx.config.PUBLIC_URL}/${key}?width=${width}&format=${format.slice("image/".length)}`;
}

/** Workers have it always; the types of Node, whose tools read the routes only, do not know it. */
function edgeCache(): Cache {
  return (caches as unknown as { readonly default: Cache }).default;
}

/** A cache that fails is one that holds nothing. */
async function fromCache(ctx: Ctx, key: string): Promise<ScaledPicture | undefined> {
  try {
    const found = await edgeCache().match(key);
    const contentType = found?.headers.get("Content-Type");
    return found?.body && contentType ? { contentType, stream: found.body } : undefined;
  } catch (error) {
    ctx.log.warn("the cache of scaled pictures was not read", { key, ...describeError(error) });
    return undefined;
  }
}

async function keep(ctx: Ctx, key: string, { contentType, bytes }: MadePicture): Promise<void> {
  const headers = { "Content-Type": contentType, "Cache-Control": KEPT };
  try {
    await edgeCache().put(key, new Response(bytes, { headers }));
  } catch (error) {
    ctx.log.warn("a scaled picture was not kept", { key, ...describeError(error) });
  }
}

async function transform(
  ctx: Ctx,
  name: FileName,
  { width, format }: PictureSize,
): Promise<MadePicture | undefined> {
  const images = ctx.env.IMAGES;
  if (!images) return undefined;
  const original = await openFile(ctx, name);
  try {
    const scaled = await images
      .input(bytesOf(original))
      .transform({ width, fit: "scale-down" })
      .output({ format });
    const bytes = await new Response(scaled.image()).arrayBuffer();
    return { contentType: scaled.contentType(), bytes };
  } catch (error) {
    ctx.log.warn("a picture was not scaled", { key: name.key, width, format, ...describeError(error) });
    return undefined;
  }
}

/** The generated type of R2 leaves open what a body's chunks are: they always are bytes. */
function bytesOf(object: R2ObjectBody): ReadableStream<Uint8Array> {
  return object.body as ReadableStream<Uint8Array>;
}
