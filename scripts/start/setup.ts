import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { newApiKey } from "../../src/modules/identity/index.ts";
import { PERMISSIONS } from "../../src/platform/auth.ts";
import { insertApiKeySql } from "../lib/api-keys.ts";
import { type LocalAccount, readDevState } from "../lib/dev-state.ts";
import { inProject } from "../lib/paths.ts";
import { step } from "../lib/terminal.ts";
import { demoAccounts, demoAccountsSql } from "./demo-accounts.ts";
import { prepareDatabases } from "./prepare.ts";
import { forgetProgress, readProgress, saveProgress } from "./progress.ts";

/** What lets somebody into the local shop. */
export interface Credentials {
  /** The local API key, which has every permission. */
  apiKey: string;
  /** The demo accounts. */
  accounts: LocalAccount[];
}

/**
 * Makes both databases ready and returns what they are entered with. Does nothing when nothing has changed since the last
 * time. The key is made anew with the databases; the accounts keep the passwords that this folder knows.
 */
export async function ensureDatabases(): Promise<Credentials> {
  const inputs = digestOfInputs();
  const known = readDevState();
  const accounts = demoAccounts(known?.accounts ?? []);
  const { prepared } = readProgress();
  if (known && known.accounts.length === accounts.length && prepared === inputs)
    return { apiKey: known.api_key, accounts };
  if (prepared === undefined) forgetProgress();

  const now = new Date();
  const { key, row } = await newApiKey("local development", [...PERMISSIONS], now);
  await step("Preparing the databases (migrations, shop settings, API key, accounts)", async () =>
    prepareDatabases([insertApiKeySql(row), ...(await demoAccountsSql(accounts, now))]),
  );
  saveProgress({ prepared: inputs, accounts: undefined });
  return { apiKey: key, accounts };
}

function digestOfInputs(): string {
  const digest = createHash("sha256").update(PERMISSIONS.join());
  for (const folder of ["migrations/main", "migrations/search"]) {
    for (const name of readdirSync(inProject(folder)).sort()) {
      digest.update(`${folder}/${name}\n`).update(readFileSync(inProject(`${folder}/${name}`)));
    }
  }
  return digest.update(readFileSync(inProject("demo/shop-settings.sql"))).digest("hex");
}
