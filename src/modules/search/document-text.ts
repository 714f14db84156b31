import { fingerprint } from "../../platform/crypto.ts";
import type { Product } from "../catalog/index.ts";
import type { CachedText } from "./catalog-cache.ts";

/** A document as it is stored and answered, with the ETag of its version and content. */
export function documentText(view: Product): CachedText {
  const text = JSON.stringify(view);
  return { text, etag: `"${view.version}-${fingerprint(text)}"` };
}
