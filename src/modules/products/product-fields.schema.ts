import { z } from "@hono/zod-openapi";
import { currencySchema } from "../../platform/http/schemas.ts";
import { MAX_AMOUNT } from "../catalog/index.ts";

const MAX_METADATA = 100_000;

/** A member that null, or "" as forms send it, takes away. */
export const clearable = (text: z.ZodType<string>) =>
  z.union([text, z.literal(""), z.null()]).transform((value) => (value === "" ? null : value));

const amount = z.int().min(0).max(MAX_AMOUNT);
export const priceInput = z.strictObject({ amount, currency: currencySchema }).openapi("PriceInput");

export const priceList = z
  .array(z.strictObject({ amount, currency: currencySchema, compare_at_amount: amount.nullish() }))
  .min(1)
  .max(50)
  .openapi({ description: "The prices in all currencies. Absent, those of other currencies stay." });

/** SQLite reads JSON of up to 1,000 levels; nobody needs them. */
const MAX_DEPTH = 50;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}

export const metadataInput = z
  .record(z.string().min(1).max(255), z.unknown())
  .refine((value) => !isDeeper(value, MAX_DEPTH), {
    error: `must have at most ${MAX_DEPTH} levels`,
    abort: true,
  })
  .refine(
    (value) => JSON.stringify(value).length <= MAX_METADATA,
    `must have at most ${MAX_METADATA} characters as JSON`,
  )
  .openapi({ description: "Anything that belongs to you: kept, never looked at, shown to staff alone." });

export const imageUrl = z
  .string()
  .trim()
  .max(2_048)
  .refine(
    (url) => /^\/(?!\/)/.test(url) || (/^https?:\/\//i.test(url) && URL.canParse(url)),
    'must start with "https://", "http://" or "/"',
  );
