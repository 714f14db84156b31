import { z } from "@hono/zod-openapi";
import type { Ctx } from "../../platform/ctx.ts";
import { anyone, defineRoute, etagOf, matchesNone, type Reply } from "../../platform/http/index.ts";
import { byteRangeOf } from "./byte-range.ts";
import { FILE_TYPES } from "./file-type.ts";
import { rangeNotSatisfiable } from "./media.errors.ts";
import { pictureFormat } from "./picture-format.ts";
import { type FileName, fileNameOf, fileSize, openFile } from "./read-file.ts";
import { keptPicture, type PictureSize, scalePicture } from "./scale-picture.ts";

/** What ?width= may ask for: few, so that nobody can have sizes made without end, at the shop's cost, and all of them are cached. */
const WIDTHS = [64, 128, 256, 384, 512, 640, 768, 1024, 1280, 1600, 2048];

const IMMUTABLE = "public, max-age=31536000, immutable";

/** A picture that could not be made smaller may be so the next time. */
const SHORTLY = "public, max-age=300";

/** Nothing in an uploaded file may run or load anything, however it is opened; pages on other origins may show it. */
const FILE_POLICY = {
  "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "Access-Control-Allow-Origin": "*",
};

const fileRoute = defineRoute({
  method: "get",
  path: "/media/{name}",
  operationId: "getFile",
  tag: "Media",
  summary: "Read a file of the library",
  description:
    "A name never stands for other bytes, so it may be cached for ever. `Range` answers a part (206). `width` scales a picture down, never up, " +
    "where the deployment has the Images binding, and else answers it as it is. Scaled it is AVIF or WebP for who names them in `Accept`, else " +
    "what it was; HEAD names no type before the data center has made it. SVG and PDF are downloads when opened by themselves.",
  access: anyone,
  params: z.object({ name: z.string().max(100) }),
  query: z.object({
    width: z.coerce
      .number()
      .refine((width) => WIDTHS.includes(width), `must be one of ${WIDTHS.join(", ")}`)
      .optional()
      .openapi({ type: "integer", enum: WIDTHS, description: "In pixels. Take the next larger one." }),
  }),
  requestHeaders: {
    Range: "Only these bytes, such as bytes=0-1023.",
    "If-Range": "The ETag that the range belongs to.",
    "If-None-Match": "304 for a file of this ETag.",
  },
  success: [
    {
      status: 200,
      description: "The file",
      contentTypes: FILE_TYPES.map((type) => type.contentType),
      headers: { ETag: "Names the file's bytes" },
    },
    {
      status: 206,
      description: "The range",
      contentTypes: FILE_TYPES.map((type) => type.contentType),
      headers: { "Content-Range": "Which bytes these are", ETag: "Names the file's bytes" },
    },
  ],
  errors: [rangeNotSatisfiable],
  handler: async ({ ctx, params, query, request }) => {
    const name = fileNameOf(params.name);
    const asks = { isHead: request.method === "HEAD", header: (key: string) => request.header(key) };
    const format = pictureFormat(name.type, request.header("Accept"));
    if (query.width === undefined || !format) return fileReply(ctx, name, asks, IMMUTABLE);
    if (!ctx.env.IMAGES) return fileReply(ctx, name, asks, SHORTLY);
    return scaledReply(ctx, name, { width: query.width, format }, asks);
  },
});

interface Asks {
  isHead: boolean;
  header(name: string): string | undefined;
}

async function fileReply(ctx: Ctx, name: FileName, asks: Asks, caching: string): Promise<Reply> {
  const etag = etagOf(name.id);
  const headers = {
    ...policyOf(name),
    "Content-Type": name.type.contentType,
    "Cache-Control": caching,
    "Accept-Ranges": "bytes",
  };
  const isKnown = matchesNone(asks.header("If-None-Match"), etag);
  const ifRange = asks.header("If-Range");
  const wanted = ifRange === undefined || ifRange === etag ? asks.header("Range") : undefined;
  if (!isKnown && !asks.isHead && wanted === undefined) {
    const object = await openFile(ctx, name);
    return { etag, stream: object.body, headers: { ...headers, "Content-Length": String(object.size) } };
  }
  const size = await fileSize(ctx, name);
  if (isKnown || asks.isHead) {
    return { status: 200, etag, headers: { ...headers, "Content-Length": String(size) } };
  }
  const range = byteRangeOf(wanted, size);
  if (range === "unsatisfiable") {
    throw rangeNotSatisfiable(`The file has ${size} bytes.`, {
      facts: { bytes: size },
      headers: { "Content-Range": `bytes */${size}`, ...FILE_POLICY },
    });
  }
  const object = await openFile(ctx, name, range);
  if (!range) return { etag, stream: object.body, headers: { ...headers, "Content-Length": String(size) } };
  const { offset, length } = range;
  return {
    status: 206,
    etag,
    stream: object.body,
    headers: {
      ...headers,
      "Content-Range": `bytes ${offset}-${offset + length - 1}/${size}`,
      "Content-Length": String(length),
    },
  };
}

async function scaledReply(ctx: Ctx, name: FileName, size: PictureSize, asks: Asks): Promise<Reply> {
  const etag = etagOf(`${name.id}-${size.width}-${size.format.slice("image/".length)}`);
  const headers = { ...policyOf(name), Vary: "Accept" };
  const lasting = { ...headers, "Cache-Control": IMMUTABLE };
  if (matchesNone(asks.header("If-None-Match"), etag)) {
    await fileSize(ctx, name);
    return { status: 200, etag, headers: lasting };
  }
  if (asks.isHead) {
    const kept = await keptPicture(ctx, name, size);
    await kept?.stream.cancel();
    // Before it was made nobody knows whether it can be, and as what.
    if (!kept) return { status: 200, headers: { ...headers, "Cache-Control": SHORTLY } };
    return { status: 200, etag, headers: { ...lasting, "Content-Type": kept.contentType } };
  }
  const scaled = await scalePicture(ctx, name, size);
  if (scaled) {
    return { etag, stream: scaled.stream, headers: { ...lasting, "Content-Type": scaled.contentType } };
  }
  const original = await fileReply(ctx, name, asks, SHORTLY);
  return { ...original, headers: { ...original.headers, Vary: "Accept" } };
}

function policyOf({ id, type }: FileName): Record<string, string> {
  return {
    ...FILE_POLICY,
    "Content-Disposition":
      type.disposition === "inline" ? "inline" : `attachment; filename="${id}.${type.extension}"`,
  };
}

export const fileRoutes = [fileRoute] as const;
