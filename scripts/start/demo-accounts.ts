import type { User } from "../../src/modules/identity/index.ts";
import { ROLES } from "../../src/platform/auth.ts";
import { type NewAccount, restoreAccountSql, tellStandingSql } from "../lib/accounts.ts";
import type { DevState, LocalAccount } from "../lib/dev-state.ts";
import { request } from "../lib/http.ts";
import { newPassword } from "../lib/passwords.ts";
import { Failure, step } from "../lib/terminal.ts";
import { prepareDatabases } from "./prepare.ts";
import { readProgress, saveProgress } from "./progress.ts";

/** One account of each role. Passwords that this folder knows are kept; the others are made, at random. */
export function demoAccounts(known: readonly LocalAccount[]): LocalAccount[] {
  return ROLES.map((role) => {
    const email = `${role}@example.com`;
    const password = known.find((account) => account.email === email)?.password ?? newPassword();
    return { email, password, role };
  });
}

/** The statements that make the accounts as they are promised, whatever has become of them. */
export async function demoAccountsSql(accounts: readonly LocalAccount[], now: Date): Promise<string[]> {
  // The superuser first: nobody else may lose that role before there is one.
  const all = await Promise.all(
    accounts.toReversed().map((account) => restoreAccountSql(personOf(account), now)),
  );
  return all.flat();
}

function personOf(account: LocalAccount): NewAccount {
  const { role } = account;
  return { ...account, firstName: "Demo", lastName: `${role.slice(0, 1).toUpperCase()}${role.slice(1)}` };
}

/**
 * Makes sure, in the running shop, that the demo accounts can be used as they are told. An account that was changed since the last
 * start (password, role, closed, erased) is restored; what its person did meanwhile stays.
 */
export async function ensureDemoAccounts(origin: string, state: DevState): Promise<void> {
  const found = await findUsers(origin, state);
  const seen = readProgress().accounts ?? versionsOf(found);
  const changed = state.accounts.filter(({ email }) => {
    const user = found.find((candidate) => candidate.email === email);
    return user === undefined || user.version !== seen[email];
  });
  if (changed.length > 0) {
    await step(`Restoring ${changed.map(({ email }) => email).join(", ")}`, async () => {
      const now = new Date();
      const news = found.flatMap((user) => tellStanding(user, changed, now));
      await prepareDatabases([...(await demoAccountsSql(changed, now)), ...news]);
    });
  }
  saveProgress({ accounts: versionsOf(changed.length > 0 ? await findUsers(origin, state) : found) });
}

function tellStanding(user: User, changed: readonly LocalAccount[], now: Date): string[] {
  const { id, role, status } = user;
  const account = changed.find(({ email }) => email === user.email);
  if (!account || status === "erased") return [];
  return tellStandingSql({ id, role, status }, account.role, now);
}

function versionsOf(users: readonly User[]): Record<string, number> {
  return Object.fromEntries(users.map(({ email, version }) => [email, version]));
}

async function findUsers(origin: string, state: DevState): Promise<User[]> {
  const headers = { Authorization: `Bearer ${state.api_key}` };
  const pages = await Promise.all(
    state.accounts.map(async ({ email }) => {
      const url = `${origin}/api/v1/users?email=${encodeURIComponent(email)}`;
      const { status, body } = await request<{ data: User[] }>("GET", url, { headers });
      if (status !== 200) throw new Failure(`GET ${url} answered ${status}: ${JSON.stringify(body)}`);
      return body.data;
    }),
  );
  return pages.flat();
}
