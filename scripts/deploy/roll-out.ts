import { Failure } from "../lib/terminal.ts";
import type { Environment } from "./settings.ts";

/** What the roll-out does to the world outside; the tests watch it. */
export interface Hands {
  /** Runs a wrangler command and answers what it wrote. `mayFail`: undefined instead of a Failure. */
  wrangler(args: readonly string[]): Promise<string>;
  wrangler(args: readonly string[], options: { mayFail: true }): Promise<string | undefined>;
  /** Plays a visitor of one version of the deployment. Throws when something is not as it should be. */
  smoke(versionId: string | undefined): Promise<void>;
  /** Keeps where to go back to. */
  keep(record: DeploymentRecord): void;
  pause(seconds: number): Promise<void>;
  say(line: string): void;
}

/** Where to go back to when it turns out later that this was no good. */
export interface DeploymentRecord {
  environment: Environment;
  at: string;
  commit: string;
  /** D1's bookmarks from before the migrations, by binding. */
  bookmarks: Record<string, string>;
  /** What served before; undefined at the first deployment. */
  previousVersion: string | undefined;
}

export interface Plan {
  environment: Environment;
  commit: string;
  /** How much of the traffic the new version gets, step by step; the last is 100. */
  steps: readonly number[];
  pauseSeconds: number;
  /** One deployment at once, as the first has to be, and those that bring a new class of Durable Objects. */
  whole: boolean;
}

const DATABASES = ["DB", "SEARCH_DB"];
const VERSION_ID = /Version ID:\s*([0-9a-f-]{36})/i;

/**
 * Deploys: bookmarks of both databases, their migrations, the new version for a part of the traffic after the other with a smoke test
 * of it each time, and back to the old version when one fails. Migrations are not taken back: they only add, so the old version
 * works with them (docs/deployment.md).
 * @throws Failure after going back, or when nothing was changed yet
 */
export async function rollOut(plan: Plan, hands: Hands): Promise<void> {
  const env = ["--env", plan.environment];
  const previousVersion = await servingVersion(env, hands);
  await keepBookmarks(plan, previousVersion, hands);
  for (const binding of DATABASES) {
    hands.say(`migrations of ${binding}`);
    await hands.wrangler(["d1", "migrations", "apply", binding, "--remote", ...env]);
  }
  if (plan.whole || previousVersion === undefined) {
    hands.say("everything at once");
    await hands.wrangler(["deploy", ...env, "--tag", plan.commit]);
    await orBack(plan, previousVersion, undefined, hands);
    return;
  }
  const version = await upload(plan, env, hands);
  for (const percentage of plan.steps) {
    hands.say(`${percentage} % of the traffic to ${version}`);
    const shares =
      percentage === 100
        ? [`${version}@100%`]
        : [`${version}@${percentage}%`, `${previousVersion}@${100 - percentage}%`];
    await hands.wrangler(["versions", "deploy", ...shares, ...env, "--yes"]);
    if (percentage < 100) await hands.pause(plan.pauseSeconds);
    await orBack(plan, previousVersion, version, hands);
  }
  // Routes, cron triggers and the queues' consumers belong to no version.
  await hands.wrangler(["triggers", "deploy", ...env]);
}

/** The version that serves most of the traffic; undefined when there is none yet. */
async function servingVersion(env: readonly string[], hands: Hands): Promise<string | undefined> {
  const answer = await hands.wrangler(["deployments", "status", "--json", ...env], { mayFail: true });
  if (answer === undefined) return undefined;
  const { versions } = JSON.parse(answer) as { versions: { version_id: string; percentage: number }[] };
  return [...versions].sort((a, b) => b.percentage - a.percentage)[0]?.version_id;
}

async function keepBookmarks(
  { environment, commit }: Plan,
  previousVersion: string | undefined,
  hands: Hands,
): Promise<void> {
  const bookmarks: Record<string, string> = {};
  for (const binding of DATABASES) {
    const answer = await hands.wrangler([
      "d1",
      "time-travel",
      "info",
      binding,
      "--json",
      "--env",
      environment,
    ]);
    const { bookmark } = JSON.parse(answer) as { bookmark: string };
    bookmarks[binding] = bookmark;
    hands.say(
      `to go back: wrangler d1 time-travel restore ${binding} --env ${environment} --bookmark=${bookmark}`,
    );
  }
  hands.keep({ environment, at: new Date().toISOString(), commit, bookmarks, previousVersion });
}

async function upload({ commit }: Plan, env: readonly string[], hands: Hands): Promise<string> {
  const answer = await hands.wrangler(["versions", "upload", ...env, "--tag", commit], { mayFail: true });
  const version = VERSION_ID.exec(answer ?? "")?.[1];
  if (version !== undefined) return version;
  throw new Failure(
    "The new version could not be uploaded; the old one serves as before. If it brings a migration of Durable Objects, deploy it at once: add --whole",
  );
}

async function orBack(
  { environment }: Plan,
  previousVersion: string | undefined,
  version: string | undefined,
  hands: Hands,
): Promise<void> {
  try {
    await hands.smoke(version);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (previousVersion === undefined)
      throw new Failure(`The smoke test failed, and there is nothing to go back to: ${reason}`);
    await hands.wrangler(["versions", "deploy", `${previousVersion}@100%`, "--env", environment, "--yes"]);
    throw new Failure(`The smoke test failed, ${previousVersion} serves again: ${reason}`);
  }
}
