import { base64url } from "jose";

const VERSION = "v1.";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const encoder = new TextEncoder();
// Keeps a byte order mark, so that what comes out is what went in.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Encrypts a text for storage: AES-256-GCM with a random nonce, as `v1.<base64url of nonce, ciphertext and tag>`. The key is derived
 * (HKDF-SHA256) from the first secret for this purpose alone; what is sealed for one purpose does not open for another.
 * Good for some 2^32 texts a secret and purpose, as a random nonce of 96 bits allows (NIST SP 800-38D).
 * @throws Error when there is no secret
 */
export async function seal(secrets: readonly string[], purpose: string, plain: string): Promise<string> {
  const [secret] = secrets;
  if (secret === undefined) throw new Error("There is no secret to seal with.");
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = await crypto.subtle.encrypt(
    gcm(nonce, purpose),
    await keyOf(secret, purpose),
    encoder.encode(plain),
  );
  const bytes = new Uint8Array(NONCE_BYTES + sealed.byteLength);
  bytes.set(nonce);
  bytes.set(new Uint8Array(sealed), NONCE_BYTES);
  return VERSION + base64url.encode(bytes);
}

/** The text that was sealed for the purpose with any of the secrets; undefined for anything that is not genuine. */
export async function open(
  secrets: readonly string[],
  purpose: string,
  sealed: string,
): Promise<string | undefined> {
  const bytes = decode(sealed);
  if (!bytes) return undefined;
  const algorithm = gcm(bytes.slice(0, NONCE_BYTES), purpose);
  const ciphertext = bytes.slice(NONCE_BYTES);
  for (const secret of secrets) {
    const key = await keyOf(secret, purpose);
    try {
      return decoder.decode(await crypto.subtle.decrypt(algorithm, key, ciphertext));
    } catch {
      // Sealed with another secret, or not genuine: AES-GCM does not tell these apart.
    }
  }
  return undefined;
}

function gcm(nonce: Uint8Array<ArrayBuffer>, purpose: string) {
  return { name: "AES-GCM", iv: nonce, additionalData: encoder.encode(purpose) };
}

async function keyOf(secret: string, purpose: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encoder.encode(purpose) },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

function decode(sealed: string): Uint8Array<ArrayBuffer> | undefined {
  if (!sealed.startsWith(VERSION)) return undefined;
  const text = sealed.slice(VERSION.length);
  try {
    const bytes = new Uint8Array(base64url.decode(text));
    // Decoding is lenient (padding, stray bits); one sealed text has one spelling.
    const canonical = base64url.encode(bytes) === text;
    return canonical && bytes.length >= NONCE_BYTES + TAG_BYTES ? bytes : undefined;
  } catch {
    return undefined;
  }
}
