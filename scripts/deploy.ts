// npm run deploy:staging, deploy:production [-- --whole] [-- --pause 120] [-- --skip-check]: what docs/deployment.md says.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { askAccount } from "./deploy/account.ts";
import { findingsOf } from "./deploy/findings.ts";
import { type DeploymentRecord, type Hands, rollOut } from "./deploy/roll-out.ts";
import { environmentOf, settingsOf } from "./deploy/settings.ts";
import { smokeTest } from "./deploy/smoke.ts";
import { fromProject, inProject, ROOT } from "./lib/paths.ts";
import { bold, dim, Failure, runScript, sleep } from "./lib/terminal.ts";
import { wrangler } from "./lib/wrangler.ts";

/** A tenth first: enough to see an error rate, few enough to bear it. */
const STEPS = [10, 50, 100];

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      env: { type: "string" },
      whole: { type: "boolean", default: false },
      pause: { type: "string", default: "60" },
      "skip-check": { type: "boolean", default: false },
    },
  });
  const environment = environmentOf(values.env);
  const settings = settingsOf(environment);
  if (!values["skip-check"]) {
    const missing = findingsOf(environment, settings, await askAccount(environment)).filter(
      ({ level }) => level === "missing",
    );
    if (missing.length > 0) {
      throw new Failure(`${missing.length} things are missing: npm run deploy:check -- --env ${environment}`);
    }
  }
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], {
    cwd: ROOT,
    encoding: "utf8",
  }).trim();
  const url = settings.vars["PUBLIC_URL"] ?? "";
  const run = async (args: readonly string[], options?: { mayFail: true }) => {
    console.log(dim(`  wrangler ${args.join(" ")}`));
    const { code, output, answer } = await wrangler(args, { quiet: true });
    if (code === 0) return answer;
    console.error(output.trimEnd());
    if (options?.mayFail) return undefined;
    throw new Failure(`wrangler ${args.slice(0, 3).join(" ")} failed`);
  };
  const hands: Hands = {
    wrangler: run as Hands["wrangler"],
    smoke: (id) => smokeTest({ url, version: id === undefined ? undefined : { worker: settings.name, id } }),
    keep,
    pause: (seconds) => sleep(seconds * 1_000),
    say: (line) => console.log(bold(line)),
  };
  await rollOut(
    { environment, commit, steps: STEPS, pauseSeconds: Number(values.pause), whole: values.whole },
    hands,
  );
  console.log(`${environment} serves ${commit} at ${url}`);
});

function keep(record: DeploymentRecord): void {
  const file = inProject(`.local/deployments/${record.environment}-${record.at.replaceAll(":", "-")}.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
  console.log(`kept: ${fromProject(file)}`);
}
