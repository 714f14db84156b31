import type { Call } from "./wire.call.ts";
import { Refusal } from "./wire.refusal.ts";

export type Access = "secret" | "publishable";

/**
 * Tells what the caller's API key may do. A publishable key may also come as the parameter `key`.
 * @throws Refusal 401 without a key, or with one that is no test key
 */
export function accessOf(call: Call): Access {
  const given = bearer(call.authorization) ?? call.fields["key"];
  if (typeof given !== "string" || given === "") throw unauthenticated(NO_KEY);
  if (/^[sr]k_test_./.test(given)) return "secret";
  if (/^pk_test_./.test(given)) return "publishable";
  throw unauthenticated(`Invalid API Key provided: ${masked(given)}`);
}

/** What a publishable key is answered on a route that needs a secret one. */
export function secretKeyRequired(): Refusal {
  return new Refusal(403, {
    type: "invalid_request_error",
    code: "secret_key_required",
    message:
      "This API call cannot be made with a publishable API key. Please use a secret API key. " +
      "You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.",
  });
}

const NO_KEY =
  "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth " +
  "(e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details.";

function unauthenticated(message: string): Refusal {
  return new Refusal(401, { type: "invalid_request_error", message });
}

function bearer(authorization: string | null): string | null {
  const [scheme, credentials = ""] = authorization?.split(" ", 2) ?? [];
  if (scheme?.toLowerCase() === "bearer") return credentials;
  if (scheme?.toLowerCase() === "basic") return userOf(credentials);
  return null;
}

function userOf(credentials: string): string | null {
  try {
    return atob(credentials).split(":", 1)[0] ?? null;
  } catch {
    return null;
  }
}

function masked(key: string): string {
  return key.length <= 12
    ? "*".repeat(key.length)
    : `${key.slice(0, 8)}${"*".repeat(key.length - 12)}${key.slice(-4)}`;
}
