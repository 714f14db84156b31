import { randomUUID } from "node:crypto";
import { insertAccountSql } from "../../scripts/lib/accounts.ts";
import { request } from "../../scripts/lib/http.ts";
import { newPassword } from "../../scripts/lib/passwords.ts";
import { addApiKey, execute } from "../../scripts/runtime/databases.ts";
import { PERMISSIONS, type Permission, type Role, ROLE_PERMISSIONS } from "../../src/platform/auth.ts";
import type { Access } from "./operations.ts";
import type { World } from "./world.ts";

const PEOPLE = {
  customer: "customer",
  neighbour: "customer",
  staff: "staff",
  admin: "admin",
  superuser: "superuser",
  browser: "superuser",
  browser_without_csrf: "superuser",
} as const satisfies Record<string, Role>;

const KEYS = { key: PERMISSIONS, narrow_key: ["catalog:read"] } as const satisfies Record<
  string,
  readonly Permission[]
>;

/** What opens no door. */
const BROKEN = {
  // {"alg":"none"} and {"sub":"01900000-0000-7000-8000-00000000dead","role":"superuser"}
  forged:
    "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIwMTkwMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMGRlYWQiLCJyb2xlIjoic3VwZXJ1c2VyIn0.",
  unknown_key: `Bearer ek_${"A".repeat(43)}`,
  garbage: "Bearer \u00ff\u00fe{}' OR 1=1 --",
  basic: "Basic YWRtaW46YWRtaW4=",
} as const;

type Person = keyof typeof PEOPLE;
type KeyName = keyof typeof KEYS;
export type ActorName = "guest" | Person | KeyName | keyof typeof BROKEN;

export const BROKEN_ACTORS = Object.keys(BROKEN) as ActorName[];
const REAL_ACTORS = ["guest", ...Object.keys(PEOPLE), ...Object.keys(KEYS)] as ActorName[];
export const ACTORS: readonly ActorName[] = [...REAL_ACTORS, ...BROKEN_ACTORS];

export interface Account {
  id: string;
  email: string;
  password: string;
  access_token: string;
  refresh_token: string;
}

/** Everybody who makes requests, with credentials that work: whoever loses theirs gets a new account. */
export class Cast {
  readonly #world: World;
  readonly #accounts = new Map<ActorName, Account>();
  readonly #headers = new Map<ActorName, Record<string, string>>();
  /** What no answer to anybody may show. */
  readonly secrets = new Set<string>();
  #addresses = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Gives everybody new credentials. */
  async renewAll(): Promise<void> {
    for (const name of [...Object.keys(PEOPLE), ...Object.keys(KEYS)]) await this.renew(name as ActorName);
  }

  /** The headers that say who asks. */
  headers(name: ActorName): Readonly<Record<string, string>> {
    if (name in BROKEN) return { Authorization: BROKEN[name as keyof typeof BROKEN] };
    return this.#headers.get(name) ?? {};
  }

  account(name: ActorName): Account | undefined {
    return this.#accounts.get(name);
  }

  /** Whether an actor's credentials still hold. */
  async isWell(name: ActorName): Promise<boolean> {
    if (!this.#headers.has(name)) return true;
    const path = name in KEYS ? "/api/v1/auth/roles" : "/api/v1/auth/me";
    const { status, body } = await request<{ role?: string }>("GET", `${this.#world.url}${path}`, {
      headers: { ...this.headers(name) },
    });
    return status === 200 && (name in KEYS || body.role === PEOPLE[name as Person]);
  }

  async renew(name: ActorName): Promise<void> {
    if (name in KEYS) return this.#newKey(name as KeyName);
    if (!(name in PEOPLE)) return;
    const { url } = this.#world;
    const role = PEOPLE[name as Person];
    const email = `${name.replaceAll("_", "-")}-${randomUUID().slice(0, 8)}@example.com`;
    const password = newPassword();
    const person = { email, password, role, firstName: "Fuzz", lastName: role };
    await execute(await this.#world.db(), (await insertAccountSql(person, new Date())).join(";\n"));
    const isBrowser = name.startsWith("browser");
    const answer = await request<Account & { csrf_token: string; user: { id: string } }>(
      "POST",
      `${url}/api/v1/auth/${isBrowser ? "session" : "login"}`,
      { json: { email, password }, headers: { Origin: url, "CF-Connecting-IP": this.#newAddress() } },
    );
    const { body, headers } = answer;
    if (answer.status >= 300) throw new Error(`${name} cannot log in: ${JSON.stringify(body)}`);
    this.#accounts.set(name, { ...body, id: body.user.id, email, password });
    this.secrets.add(password);
    const cookie = headers.get("Set-Cookie")?.split(";")[0] ?? "";
    const proof = name === "browser" ? { Origin: url, "X-CSRF-Token": body.csrf_token } : {};
    this.#headers.set(
      name,
      isBrowser ? { Cookie: cookie, ...proof } : { Authorization: `Bearer ${body.access_token}` },
    );
  }

  /** Who may do what an operation does. */
  mayDo({ kind, permission }: Access): readonly ActorName[] {
    if (kind === "public" || kind === "signature") return ["guest", "guest", "customer", "staff", "key"];
    return REAL_ACTORS.filter((name) => {
      if (name === "browser_without_csrf") return false;
      if (kind === "user" || kind === "own") return name in PEOPLE;
      if (name in KEYS)
        return permission === undefined || (KEYS[name as KeyName] as readonly string[]).includes(permission);
      if (name === "guest")
        return kind === "permission" && ROLE_PERMISSIONS.guest.some((each) => each === permission);
      return permission === undefined || ROLE_PERMISSIONS[PEOPLE[name as Person]].includes(permission);
    });
  }

  async #newKey(name: KeyName): Promise<void> {
    const key = await addApiKey(await this.#world.db(), [...KEYS[name]]);
    this.secrets.add(key);
    this.#headers.set(name, { Authorization: `Bearer ${key}` });
  }

  #newAddress(): string {
    this.#addresses += 1;
    return `10.99.${(this.#addresses >> 8) & 255}.${this.#addresses & 255}`;
  }
}
