import { PINNED_API_VERSION } from "./wire.version.ts";
import { newRequestId } from "./ids.ts";
import { type FormFields, parseForm } from "./wire.form.ts";

/** One HTTP request, decoded but not yet judged. */
export interface Call {
  requestId: string;
  method: string;
  path: string;
  fields: FormFields;
  authorization: string | null;
  contentType: string;
  idempotencyKey: string | null;
  apiVersion: string;
  /** Where a customer's browser reaches this emulator, without a trailing slash. */
  publicUrl: string;
}

/** Reads a request. Fields of the query and of the form are one set; the form wins. */
export async function readCall(request: Request, publicUrl: string | null): Promise<Call> {
  const url = new URL(request.url);
  const body = request.method === "POST" ? new TextDecoder().decode(await request.arrayBuffer()) : "";
  const header = (name: string): string | null => request.headers.get(name);
  return {
    requestId: newRequestId(),
    method: request.method,
    path: url.pathname,
    fields: parseForm([url.search.slice(1), body].filter((part) => part !== "").join("&")),
    authorization: header("Authorization"),
    contentType: body === "" ? "" : (header("Content-Type") ?? ""),
    idempotencyKey: request.method === "POST" ? header("Idempotency-Key") : null,
    apiVersion: header("Stripe-Version") ?? PINNED_API_VERSION,
    publicUrl: (header("X-Emulator-Public-Url") ?? publicUrl ?? url.origin).replace(/\/+$/, ""),
  };
}
