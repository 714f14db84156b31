import { base64url } from "jose";
import type { Config } from "./env.ts";

/** What the audit log is signed with: one key a configured secret, derived for this purpose alone. */
export interface AuditKeys {
  /** Signs what is new. */
  readonly current: AuditKey;
  readonly byId: ReadonlyMap<string, AuditKey>;
}

interface AuditKey {
  /** The beginning of every signature made with it, so that a signature tells which secret it needs. */
  readonly id: string;
  readonly key: CryptoKey;
}

/** What a row's signature is of, in the database's names. Number and link come later, before and after are in it as digests. */
export interface SignedFacts {
  id: string;
  at: string;
  actor_kind: string;
  actor_id: string | null;
  credential_kind: string | null;
  credential_id: string | null;
  request_id: string;
  action: string;
  entity: string;
  entity_id: string;
  before_digest: string | null;
  after_digest: string | null;
}

/** The link before the first row's. */
export const FIRST_LINK = "";

const HMAC = { name: "HMAC", hash: "SHA-256", length: 256 } as const;
const encoder = new TextEncoder();
const derived = new Map<string, AuditKey>();

/** The keys of this deployment; each is derived once an isolate. The secrets of tokens verify what they signed before AUDIT_SECRET was set. */
export async function auditKeys(config: Pick<Config, "AUDIT_SECRET" | "TOKEN_SECRET">): Promise<AuditKeys> {
  const secrets = [...(config.AUDIT_SECRET ?? []), ...config.TOKEN_SECRET];
  const keys: AuditKey[] = [];
  for (const secret of secrets) keys.push(derived.get(secret) ?? (await derive(secret)));
  const [current] = keys;
  if (!current) throw new Error("There is no secret to sign the audit log with.");
  return { current, byId: new Map(keys.map((key) => [key.id, key])) };
}

async function derive(secret: string): Promise<AuditKey> {
  const material = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encoder.encode("audit log") },
    material,
    HMAC,
    false,
    ["sign"],
  );
  const made = { id: (await mac(key, ["key"])).slice(0, 8), key };
  derived.set(secret, made);
  return made;
}

/** The digest that stands for a content in its row's signature. The salt is erased with the content, so that nobody can guess it afterwards. */
export async function contentDigest(salt: string, json: string): Promise<string> {
  const bytes = encoder.encode(`${salt}\n${json}`);
  return base64url.encode(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** The signature of a row, as `<key id>.<HMAC-SHA-256>`; undefined when the key is not known. */
export function rowHashOf(keys: AuditKeys, facts: SignedFacts, keyId = keys.current.id) {
  return sign(keys, keyId, [
    "row",
    facts.id,
    facts.at,
    facts.actor_kind,
    facts.actor_id,
    facts.credential_kind,
    facts.credential_id,
    facts.request_id,
    facts.action,
    facts.entity,
    facts.entity_id,
    facts.before_digest,
    facts.after_digest,
  ]);
}

/** The link of the chain that a row with this number and signature adds to the one before. */
export function linkOf(
  keys: AuditKeys,
  before: string,
  row: { seq: number; row_hash: string | null },
  keyId = keys.current.id,
) {
  return sign(keys, keyId, ["link", before, row.seq, row.row_hash]);
}

/** What a row carries whose content was erased by this service at that time. */
export function erasureMarkOf(keys: AuditKeys, id: string, erasedAt: string, keyId = keys.current.id) {
  return sign(keys, keyId, ["erasure", id, erasedAt]);
}

/** Which key a signature was made with. */
export function keyIdOf(signature: string): string {
  return signature.split(".", 1)[0] ?? "";
}

type Fields = readonly (string | number | null)[];

async function sign(keys: AuditKeys, keyId: string, fields: Fields): Promise<string | undefined> {
  const found = keys.byId.get(keyId);
  return found && `${found.id}.${await mac(found.key, fields)}`;
}

/** As JSON, because no two lists of fields have the same one. */
async function mac(key: CryptoKey, fields: Fields): Promise<string> {
  const bytes = encoder.encode(JSON.stringify(fields));
  return base64url.encode(new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes)));
}
