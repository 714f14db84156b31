import { Webhook } from "standardwebhooks";
import type { Ctx } from "../../platform/ctx.ts";
import { open, seal } from "../../platform/secret-box.ts";

const SECRET_BYTES = 32;

/** A new signing secret as Standard Webhooks writes it: `whsec_` and base64. */
export function newSecret(): string {
  return `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(SECRET_BYTES))))}`;
}

/** An endpoint's secret as it is stored: of no use without TOKEN_SECRET. */
export function sealSecret(ctx: Pick<Ctx, "config">, endpointId: string, secret: string): Promise<string> {
  return seal(ctx.config.TOKEN_SECRET, purposeOf(endpointId), secret);
}

/** The same secret sealed with the first TOKEN_SECRET; undefined when it is already, or cannot be opened any more. */
export async function resealed(
  ctx: Pick<Ctx, "config">,
  endpointId: string,
  sealed: string,
): Promise<string | undefined> {
  const purpose = purposeOf(endpointId);
  if ((await open(ctx.config.TOKEN_SECRET.slice(0, 1), purpose, sealed)) !== undefined) return undefined;
  const secret = await open(ctx.config.TOKEN_SECRET, purpose, sealed);
  return secret === undefined ? undefined : sealSecret(ctx, endpointId, secret);
}

/** The sealed secrets of an endpoint. */
export interface SealedSecrets {
  id: string;
  secret: string;
  old_secret: string | null;
  old_secret_until: string | null;
}

/**
 * The headers that prove a message, by every secret that is valid at `at`, the newest first; undefined when the secret cannot be opened.
 * See standardwebhooks.com: the signature is of `{id}.{seconds}.{body}`.
 */
export async function signedHeaders(
  ctx: Pick<Ctx, "config">,
  endpoint: SealedSecrets,
  message: { id: string; body: string; at: Date },
): Promise<Record<string, string> | undefined> {
  const isOldValid = (endpoint.old_secret_until ?? "") > message.at.toISOString();
  const sealed = [endpoint.secret, ...(isOldValid && endpoint.old_secret ? [endpoint.old_secret] : [])];
  const purpose = purposeOf(endpoint.id);
  const secrets = await Promise.all(sealed.map((text) => open(ctx.config.TOKEN_SECRET, purpose, text)));
  if (secrets[0] === undefined) return undefined;
  const signatures = secrets
    .filter((secret) => secret !== undefined)
    .map((secret) => new Webhook(secret).sign(message.id, message.at, message.body));
  return {
    "webhook-id": message.id,
    "webhook-timestamp": String(Math.floor(message.at.getTime() / 1000)),
    "webhook-signature": signatures.join(" "),
  };
}

function purposeOf(endpointId: string): string {
  return `webhook:${endpointId}`;
}
