import { fromBase64, joined, utf8 } from "./bytes.ts";
import type { Random } from "../support/random.ts";
import type { Body } from "./request.ts";

/** The smallest picture: one transparent pixel. */
const PIXEL = fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
);
const GIF = fromBase64("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

/** A file of a type. Its bytes differ from time to time, as the library stores the same bytes once. */
export function fileOf(type: string, example: unknown, random: Random): Body {
  const mark = random.int(0, 1e9).toString(36);
  switch (type) {
    case "text/csv":
      return { text: String(example).replaceAll(/clay-pot|POT-/g, `$&${mark}`) };
    case "application/x-ndjson":
      return {
        text: `${JSON.stringify({ name: `Pot ${mark}`, slug: `pot-${mark}`, variants: [{ sku: `POT-${mark}`, price: { amount: 900, currency: "USD" } }] })}\n`,
      };
    case "application/x-www-form-urlencoded":
      return { text: "List-Unsubscribe=One-Click" };
    case "image/svg+xml":
      return {
        text: `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><title>${mark}</title></svg>`,
      };
    case "application/pdf":
      return { text: `%PDF-1.4\n%${mark}\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF` };
    case "image/gif":
      return { bytes: joined(GIF, utf8(mark)) };
    default:
      return { bytes: joined(PIXEL, utf8(mark)) };
  }
}
