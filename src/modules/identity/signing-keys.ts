import { calculateJwkThumbprint, type JWK } from "jose";
import type { Config } from "../../platform/env.ts";

/** An Ed25519 key. `kid` is the RFC 7638 thumbprint of its public half, so it needs no bookkeeping. */
export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  publicJwk: JWK;
}

/** What precedes the 32-byte seed in a PKCS #8 document of an Ed25519 key (RFC 8410). */
const PKCS8_PREFIX = "302e020100300506032b657004220420";

const made = new Map<string, Promise<SigningKey[]>>();

/** The keys of JWT_SIGNING_KEYS in their order: the first signs, all verify. Made once per isolate. */
export function signingKeys(config: Pick<Config, "JWT_SIGNING_KEYS">): Promise<SigningKey[]> {
  const name = config.JWT_SIGNING_KEYS.join();
  let keys = made.get(name);
  if (!keys) {
    keys = Promise.all(config.JWT_SIGNING_KEYS.map(keyOf));
    made.set(name, keys);
  }
  return keys;
}

async function keyOf(seed: string): Promise<SigningKey> {
  const binary = atob(seed.replaceAll("-", "+").replaceAll("_", "/"));
  const pkcs8 = new Uint8Array([
    ...(PKCS8_PREFIX.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)),
    ...Array.from(binary, (char) => char.charCodeAt(0)),
  ]);
  const algorithm = { name: "Ed25519" };
  const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, true, ["sign"]);
  // A raw export of the public half is not offered for a private key: the JWK's `x` is it.
  const { x } = (await crypto.subtle.exportKey("jwk", privateKey)) as JsonWebKey;
  const bare = { kty: "OKP", crv: "Ed25519", x: x ?? "" };
  const publicKey = await crypto.subtle.importKey("jwk", bare, algorithm, true, ["verify"]);
  const kid = await calculateJwkThumbprint(bare);
  return { kid, privateKey, publicKey, publicJwk: { ...bare, kid, alg: "EdDSA", use: "sig" } };
}
