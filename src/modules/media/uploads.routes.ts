import { z } from "@hono/zod-openapi";
import { payloadTooLarge } from "../../platform/errors.ts";
import { defineRoute, permission, signature } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { createUpload } from "./create-upload.ts";
import {
  mediaChecksumMismatch,
  mediaEmpty,
  mediaLengthMismatch,
  mediaTypeNotAllowed,
  uploadExpired,
  uploadTokenInvalid,
  uploadUsed,
} from "./media.errors.ts";
import { contentLengthOf, uploadAnswers, uploadBody, uploadReply } from "./media.routes.ts";
import { announceBody, signedUploadSchema } from "./media.schema.ts";
import { receiveUpload } from "./receive-upload.ts";

const createRoute = defineRoute({
  method: "post",
  path: "/api/v1/media/uploads",
  operationId: "createMediaUpload",
  tag: "Media",
  summary: "Ask for a URL to upload one large file to",
  description:
    "The URL is good for one file of exactly this length (at most 500 MiB), for an hour, without credentials: a browser can upload to it.",
  access: permission("media:manage"),
  body: announceBody,
  bodyExample: { filename: "pottery.mp4", content_type: "video/mp4", bytes: 48_000_000 },
  // The answer holds a token, which must not be stored with the key.
  idempotency: "once",
  success: [{ status: 201, description: "Where to send the file", schema: signedUploadSchema }],
  errors: [payloadTooLarge],
  handler: async ({ ctx, body }) => {
    const { filename, alt, bytes, sha256, content_type = "application/octet-stream" } = body;
    const upload = await createUpload(ctx, { filename, alt, bytes, sha256 });
    const answer = {
      id: upload.id,
      upload_url: upload.url,
      method: "PUT",
      headers: { "Content-Type": content_type },
      expires_at: upload.expiresAt,
    };
    return { body: answer, status: 201, headers: { Location: new URL(upload.url).pathname } };
  },
});

const receiveRoute = defineRoute({
  method: "put",
  path: "/api/v1/media/uploads/{id}",
  operationId: "receiveMediaUpload",
  tag: "Media",
  summary: "Send the file of a signed upload",
  access: signature("token (in the URL)"),
  params: idParams,
  query: z.object({ token: z.string().max(1_000) }),
  streamBody: uploadBody,
  success: [...uploadAnswers],
  errors: [
    uploadTokenInvalid,
    uploadExpired,
    uploadUsed,
    mediaEmpty,
    mediaTypeNotAllowed,
    mediaLengthMismatch,
    mediaChecksumMismatch,
  ],
  handler: async ({ ctx, params, query, request }) => {
    const length = contentLengthOf(request.header("Content-Length"));
    const file = { id: params.id, token: query.token, length, body: request.stream };
    return uploadReply(ctx, await receiveUpload(ctx, file));
  },
});

export const uploadRoutes = [createRoute, receiveRoute] as const;
