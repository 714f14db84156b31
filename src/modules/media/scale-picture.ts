import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import type { RasterType } from "./file-type.ts";
import { type FileName, openFile } from "./read-file.ts";

/** How long a data center may keep what it has scaled: it is what a picture that was deleted is still shown from. */
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

/**
 * A smaller version of a picture; undefined when the picture is to be sent as it is, because the deployment has no Images binding or it
 * cannot do this one. Each size is made once a data center and kept in its cache: every transformation costs.
 * @throws resource.not_found
 */
export async function scalePicture(
  ctx: Ctx,
  name: FileName,
  size: PictureSize,
): Promise<ScaledPicture | undefined> {
  const key = keyOf(ctx, name, size);
  const kept = await fromCache(ctx, key);
  if (kept) return kept;
  const made = await transform(ctx, name, size);
  if (!made) return undefined;
  const [stream, copy] = made.stream.tee();
  ctx.waitUntil(keep(ctx, key, { contentType: made.contentType, stream: copy }));
  return { contentType: made.contentType, stream };
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

async function keep(ctx: Ctx, key: string, { contentType, stream }: ScaledPicture): Promise<void> {
  const headers = { "Content-Type": contentType, "Cache-Control": KEPT };
  try {
    await edgeCache().put(key, new Response(stream, { headers }));
  } catch (error) {
    ctx.log.warn("a scaled picture was not kept", { key, ...describeError(error) });
  }
}

async function transform(
  ctx: Ctx,
  name: FileName,
  { width, format }: PictureSize,
): Promise<ScaledPicture | undefined> {
  const images = ctx.env.IMAGES;
  if (!images) return undefined;
  const original = await openFile(ctx, name);
  try {
    const scaled = await images
      .input(bytesOf(original))
      .transform({ width, fit: "scale-down" })
      .output({ format });
    return { contentType: scaled.contentType(), stream: scaled.image() };
  } catch (error) {
    ctx.log.warn("a picture was not scaled", { key: name.key, width, format, ...describeError(error) });
    return undefined;
  }
}

/** The generated type of R2 leaves open what a body's chunks are: they always are bytes. */
function bytesOf(object: R2ObjectBody): ReadableStream<Uint8Array> {
  return object.body as ReadableStream<Uint8Array>;
}
