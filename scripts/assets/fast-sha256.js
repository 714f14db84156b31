// What the Worker takes for the package fast-sha256, of which the Standard Webhooks library uses this: the runtime has it.
import { createHmac } from "node:crypto";

/** HMAC-SHA-256. */
export function hmac(key, data) {
  return new Uint8Array(createHmac("sha256", key).update(data).digest());
}
