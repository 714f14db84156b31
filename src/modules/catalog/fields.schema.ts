import { z } from "@hono/zod-openapi";
import { slugify } from "./slug.ts";

/** The largest price, in minor units: times the largest quantity of a cart's line it is still a safe integer. */
export const MAX_AMOUNT = 500_000_000_000;

/** Text on one line: no control characters, no halves of a character. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), "must not contain control characters");

/** Text of several lines, stored as it is sent. */
export const prose = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !/\0|\p{Cs}/u.test(text), "must not contain NUL or halves of a character");

const UUID_SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

export const slugInput = z
  .string()
  .min(1)
  .max(200)
  .refine(
    (slug) => slugify(slug) === slug && !UUID_SHAPE.test(slug),
    "must be lower-case letters and digits joined by dashes, and no id",
  )
  .openapi({ example: "stone-mug" });
