import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { isUuid } from "../../platform/ids.ts";
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

function noSuchFile() {
  return notFound("There is no such file.");
}
