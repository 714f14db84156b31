import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { isUuid } from "../../platform/ids.ts";
import { describeError } from "../../platform/log.ts";
import type { ByteRange } from "./byte-range.ts";
import { type FileType, fileTypeOfExtension } from "./file-type.ts";

/** A file's name, checked: what it is served as depends on nothing else. */
export interface FileName {
  id: string;
  key: string;
  type: FileType;
}

/** Takes a name such as "<id>.png" apart. @throws resource.not_found for what no file of ours is called */
export function fileNameOf(text: string): FileName {
  const [id = "", extension = "", ...more] = text.split(".");
  const type = fileTypeOfExtension(extension);
  if (!type || more.length > 0 || !isUuid(id)) throw noSuchFile();
  return { id, key: `media/${text}`, type };
}

/** How many bytes a file has. @throws resource.not_found */
export async function fileSize(ctx: Ctx, { key }: FileName): Promise<number> {
  const object = await ctx.env.MEDIA.head(key);
  if (!object) throw noSuchFile();
  return object.size;
}

/** Opens a file, or a range of it that was checked against its size. @throws resource.not_found */
export async function openFile(ctx: Ctx, { key }: FileName, range?: ByteRange): Promise<R2ObjectBody> {
  const object = await ctx.env.MEDIA.get(key, range ? { range: { ...range } } : {});
  if (!object) throw noSuchFile();
  return object;
}

/**
 * A smaller version of a picture, in the type that it has; undefined when the picture is to be sent as it is, because the deployment has no
 * Images binding or it cannot do this one.
 */
export async function scaledFile(
  ctx: Ctx,
  name: FileName,
  width: number,
): Promise<ReadableStream | undefined> {
  const images = ctx.env.IMAGES;
  if (!images || !name.type.scaledAs) return undefined;
  const original = await openFile(ctx, name);
  try {
    const scaled = await images
      .input(bytesOf(original))
      .transform({ width, fit: "scale-down" })
      .output({ format: name.type.scaledAs });
    return scaled.image();
  } catch (error) {
    ctx.log.warn("a picture was not scaled", { key: name.key, width, ...describeError(error) });
    return undefined;
  }
}

/** The generated type of R2 leaves open what a body's chunks are: they always are bytes. */
function bytesOf(object: R2ObjectBody): ReadableStream<Uint8Array> {
  return object.body as ReadableStream<Uint8Array>;
}

function noSuchFile() {
  return notFound("There is no such file.");
}
