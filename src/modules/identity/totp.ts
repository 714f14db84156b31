import { createHmac } from "node:crypto";
// The build without hashes of its own: the runtime has SHA-1.
import { Secret, TOTP } from "otpauth/bare";

const PERIOD_SECONDS = 30;
const SETTINGS = { algorithm: "SHA1", digits: 6, period: PERIOD_SECONDS, hmac };
const SECRET_BYTES = 20;

/** A new secret of 160 random bits (what RFC 4226 recommends for SHA-1) in base32, 32 characters. Store it sealed. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/**
 * The `otpauth://totp/` address that an authenticator app reads from a QR code.
 * @param of.account what the app shows beside the issuer, e.g. the email address
 * @see https://github.com/google/google-authenticator/wiki/Key-Uri-Format
 */
export function totpUri(of: { secret: string; account: string; issuer: string }): string {
  return new TOTP({
    ...SETTINGS,
    secret: of.secret,
    label: withoutColon(of.account),
    issuer: withoutColon(of.issuer),
  }).toString();
}

/**
 * The time step (RFC 6238: 30 s since 1970) whose code this is: the current one or the one before or after it, as clocks differ. Undefined when
 * the code is none of these three. A code is good for one use: the caller stores the step and refuses it next time.
 * @param code six digits; spaces are ignored ("123 456")
 */
export function matchingStep(secret: string, code: string, now: Date): number | undefined {
  const token = code.replace(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return undefined;
  const timestamp = now.getTime();
  const delta = TOTP.validate({
    ...SETTINGS,
    secret: Secret.fromBase32(secret),
    token,
    timestamp,
    window: 1,
  });
  return delta === null ? undefined : TOTP.counter({ period: PERIOD_SECONDS, timestamp }) + delta;
}

function hmac(algorithm: string, key: Uint8Array, message: Uint8Array): Uint8Array {
  return createHmac(algorithm, key).update(message).digest();
}

// A colon separates issuer and account in the label, so neither may have one.
function withoutColon(text: string): string {
  return text.replaceAll(":", " ");
}
