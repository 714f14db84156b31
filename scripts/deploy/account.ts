import { wrangler } from "../lib/wrangler.ts";
import type { Account } from "./findings.ts";
import type { Environment } from "./settings.ts";

/** Asks Cloudflare, with whatever credentials wrangler has, what there is. */
export async function askAccount(environment: Environment): Promise<Account> {
  const [secrets, databases, queues, buckets] = await Promise.all([
    namesIn(["secret", "list", "--env", environment], /"name"\s*:\s*"([^"]+)"/g),
    namesIn(["d1", "list", "--json"], /"name"\s*:\s*"([^"]+)"/g),
    namesIn(["queues", "list"], /│\s*[0-9a-f]{32}\s*│\s*(\S+)\s*│/g),
    namesIn(["r2", "bucket", "list"], /^name:\s*(\S+)/gm),
  ]);
  return { secrets, databases, queues, buckets };
}

async function namesIn(command: readonly string[], name: RegExp): Promise<string[] | undefined> {
  const { code, answer } = await wrangler(command, { quiet: true });
  if (code !== 0) return undefined;
  return [...answer.matchAll(name)].map(([, found]) => found ?? "");
}
