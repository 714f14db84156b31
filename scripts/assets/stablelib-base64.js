// What the Worker takes for the package @stablelib/base64, of which the Standard Webhooks library uses this: the runtime has it.
import { Buffer } from "node:buffer";

export function encode(bytes) {
  return Buffer.from(bytes).toString("base64");
}

/** @throws Error for what is no base64, as the package does */
export function decode(text) {
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64").replace(/=+$/, "") !== text.replace(/=+$/, ""))
    throw new Error("Base64Coder: incorrect characters for decoding");
  return new Uint8Array(bytes);
}
