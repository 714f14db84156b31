import { z } from "@hono/zod-openapi";
import { isoTime } from "../../platform/clock.ts";
import { cursorQuery, limitQuery } from "../../platform/pagination.ts";
import { MEDIA_KINDS } from "./media-list.repo.ts";

export const mediaSchema = z
  .object({
    id: z.uuid(),
    url: z
      .string()
      .openapi({ example: "https://shop.example.com/media/01900000-0000-7000-8000-000000000001.jpg" }),
    filename: z.string(),
    alt: z.string(),
    content_type: z.string().openapi({ description: "Found from the bytes.", example: "image/jpeg" }),
    bytes: z.int(),
    sha256: z.string(),
    width: z.int().nullable().openapi({ description: "In pixels; null where the file does not tell." }),
    height: z.int().nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    version: z.int(),
  })
  .openapi("Media");

/** A name to show, never a path: what stands before the last slash and control characters are left out. */
const filename = z
  .string()
  .transform((text) => (text.split(/[/\\]/).at(-1) ?? "").replaceAll(/\p{C}/gu, "").trim())
  .pipe(z.string().min(1, "must name a file").max(255))
  .openapi({ type: "string", minLength: 1, maxLength: 255, example: "clay-pot.jpg" });

const alt = z.string().trim().max(1_000).openapi({ example: "A clay pot on a window sill" });

export const uploadQuery = z.object({
  filename: filename.default("file"),
  alt: alt.default("").openapi({ description: "What the picture shows, for those who cannot see it." }),
});

const time = z.iso
  .datetime({ offset: true })
  .transform((text) => isoTime(new Date(text)))
  .optional();

export const listQuery = z.object({
  limit: limitQuery,
  cursor: cursorQuery,
  sort: z.enum(["-created_at", "created_at"]).default("-created_at"),
  type: z.enum(MEDIA_KINDS).optional().openapi({ description: "SVG is an image, PDF a document." }),
  unused: z
    .enum(["true", "false"])
    .optional()
    .openapi({
      description:
        "`true`: files that no product shows as one of its media or for a variant. `false`: files that one shows. What descriptions show by " +
        "their HTML is not looked at: look into them before you delete what is listed here.",
    }),
  q: z.string().trim().min(1).max(100).optional().openapi({
    description: "A part of the name or the alt text, whatever the case of A to Z.",
    example: "pot",
  }),
  created_after: time.openapi({
    type: "string",
    format: "date-time",
    description: "Uploaded then or later.",
    example: "2026-01-01T00:00:00Z",
  }),
  created_before: time.openapi({
    type: "string",
    format: "date-time",
    description: "Uploaded before that moment.",
    example: "2027-01-01T00:00:00Z",
  }),
});

export const mediaPatch = z
  .strictObject({
    filename: filename.optional(),
    alt: alt
      .nullable()
      .transform((text) => text ?? "")
      .optional()
      .openapi({ type: ["string", "null"], maxLength: 1_000 }),
  })
  .openapi("MediaPatch");

export const announceBody = z
  .strictObject({
    filename,
    alt: alt.default(""),
    content_type: z.string().max(200).optional().openapi({
      description: "What the sender takes it for. What counts is what the bytes say when they arrive.",
      example: "video/mp4",
    }),
    bytes: z.int().min(1).openapi({ description: "Its exact length.", example: 48_000_000 }),
    sha256: z
      .string()
      .regex(/^[0-9a-fA-F]{64}$/, "must be 64 hexadecimal digits")
      .toLowerCase()
      .optional()
      .openapi({ description: "Other bytes are refused then." }),
  })
  .openapi("MediaUploadInput");

export const signedUploadSchema = z
  .object({
    id: z.uuid(),
    upload_url: z.string(),
    method: z.literal("PUT"),
    headers: z.record(z.string(), z.string()).openapi({ description: "To be sent with the file." }),
    expires_at: z.iso.datetime(),
  })
  .openapi("MediaUpload");

export type Media = z.output<typeof mediaSchema>;
