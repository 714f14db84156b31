import type { Ctx } from "../../platform/ctx.ts";
import { conflict, preconditionFailed } from "../../platform/errors.ts";
import { defineRoute, etagOf, expectedVersion, permission, type Reply } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { deleteMedia } from "./delete-media.ts";
import { FILE_TYPES } from "./file-type.ts";
import { listMedia, mediaOrThrow } from "./list-media.ts";
import { mediaEmpty, mediaInUse, mediaTypeNotAllowed } from "./media.errors.ts";
import type { MediaRow } from "./media.repo.ts";
import { listQuery, mediaPatch, mediaSchema, uploadQuery } from "./media.schema.ts";
import { mediaView } from "./media.view.ts";
import type { RecordedMedia } from "./record-media.ts";
import { updateMedia } from "./update-media.ts";
import { uploadMedia } from "./upload-media.ts";

const LIBRARY = "/api/v1/media";

const common = { tag: "Media", access: permission("media:manage") } as const;
const requestHeaders = { "If-Match": "Only this version (ETag) is changed." };

const mediaAnswer = {
  description: "The file",
  schema: mediaSchema,
  headers: { ETag: "Its version" },
} as const;

/** What an upload answers: 201 for a file that is new, 200 for bytes that were there. */
export const uploadAnswers = [
  { status: 201, ...mediaAnswer, headers: { ...mediaAnswer.headers, Location: "The file" } },
  { status: 200, ...mediaAnswer, description: "The library had these bytes already: the file that has them" },
] as const;

/** The body of an upload, for the documentation. */
export const uploadBody = {
  contentTypes: Object.fromEntries(
    FILE_TYPES.map((type) => [type.contentType, { example: "(the bytes of the file)" }]),
  ),
  description: "The file. Its type is found from its bytes.",
};

function reply(ctx: Ctx, row: MediaRow): Reply {
  return { body: mediaView(row, ctx.config.PUBLIC_URL), etag: etagOf(row.version) };
}

/** The reply to an upload. */
export function uploadReply(ctx: Ctx, { row, isNew }: RecordedMedia): Reply {
  if (!isNew) return reply(ctx, row);
  return { ...reply(ctx, row), status: 201, headers: { Location: `${LIBRARY}/${row.id}` } };
}

/** The length that a request announces; undefined when it comes in pieces. */
export function contentLengthOf(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}

const uploadRoute = defineRoute({
  ...common,
  method: "post",
  path: LIBRARY,
  operationId: "uploadMedia",
  summary: "Upload a file",
  description:
    "The body is the file itself, at most 20 MiB; larger ones go through a signed upload. PNG, JPEG, GIF, WebP, AVIF, SVG, MP4 and PDF are " +
    "accepted, by their bytes. Bytes that the library has already are not stored again.",
  query: uploadQuery,
  streamBody: uploadBody,
  idempotency: "ignored",
  success: [...uploadAnswers],
  errors: [mediaEmpty, mediaTypeNotAllowed],
  handler: async ({ ctx, query, request }) => {
    const length = contentLengthOf(request.header("Content-Length"));
    return uploadReply(ctx, await uploadMedia(ctx, { ...query, length, body: request.stream }));
  },
});

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: LIBRARY,
  operationId: "listMedia",
  summary: "List the library's files",
  description:
    "By `unused` and `q` a page looks at 1,000 files at most: it may hold fewer than `limit`, even none, and yet have a next one.",
  query: listQuery,
  success: [
    {
      status: 200,
      description: "A page of files",
      schema: pageSchema(mediaSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { created_after: createdAfter, created_before: createdBefore, unused, ...rest } = query;
    const wanted = { ...rest, createdAfter, createdBefore, ...(unused && { unused: unused === "true" }) };
    const { rows, pagination } = await listMedia(ctx, wanted);
    return {
      body: { data: rows.map((row) => mediaView(row, ctx.config.PUBLIC_URL)), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: `${LIBRARY}/{id}`,
  operationId: "getMedia",
  summary: "Read what is known of a file",
  params: idParams,
  success: [{ status: 200, ...mediaAnswer }],
  handler: async ({ ctx, params }) => reply(ctx, await mediaOrThrow(ctx, params.id)),
});

const patchRoute = defineRoute({
  ...common,
  method: "patch",
  path: `${LIBRARY}/{id}`,
  operationId: "updateMedia",
  summary: "Change a file's name or alt text",
  description: "Products that show the file already keep the alt text that they have.",
  requestHeaders,
  params: idParams,
  body: mediaPatch,
  bodyExample: { alt: "A clay pot on a window sill" },
  success: [{ status: 200, ...mediaAnswer }],
  errors: [preconditionFailed, conflict],
  handler: async ({ ctx, params, body, request }) => {
    const version = expectedVersion(request.header("If-Match"));
    return reply(ctx, await updateMedia(ctx, { id: params.id, ...body, expectedVersion: version }));
  },
});

const deleteRoute = defineRoute({
  ...common,
  method: "delete",
  path: `${LIBRARY}/{id}`,
  operationId: "deleteMedia",
  summary: "Delete a file that no product shows",
  description:
    "A product shows it as one of its media or for a variant; what descriptions show by their HTML is not looked at, and is missing there " +
    "afterwards. The shop answers 404 for it and for every size of it from then on; copies in browsers and caches outside live on for as " +
    "long as they keep them: up to a year.",
  requestHeaders,
  params: idParams,
  success: [{ status: 204, description: "It is gone" }],
  errors: [mediaInUse, preconditionFailed, conflict],
  handler: async ({ ctx, params, request }) => {
    await deleteMedia(ctx, params.id, expectedVersion(request.header("If-Match")));
    return { status: 204 };
  },
});

export const libraryRoutes = [uploadRoute, listRoute, getRoute, patchRoute, deleteRoute] as const;
