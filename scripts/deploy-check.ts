// npm run deploy:check -- --env staging|production: names everything that is missing for a real deployment. Exit code 1 when something is.
import { parseArgs } from "node:util";
import { askAccount } from "./deploy/account.ts";
import { findingsOf } from "./deploy/findings.ts";
import { environmentOf, settingsOf } from "./deploy/settings.ts";
import { dim, green, red, runScript, yellow } from "./lib/terminal.ts";

await runScript(async () => {
  const { values } = parseArgs({
    options: { env: { type: "string" }, offline: { type: "boolean", default: false } },
  });
  const environment = environmentOf(values.env);
  const unasked = { secrets: undefined, databases: undefined, queues: undefined, buckets: undefined };
  const account = values.offline ? unasked : await askAccount(environment);
  const findings = findingsOf(environment, settingsOf(environment), account);
  for (const level of ["missing", "look"] as const) {
    for (const { what, remedy } of findings.filter((finding) => finding.level === level)) {
      console.log(
        `${level === "missing" ? red("missing") : yellow("look   ")}  ${what}\n         ${dim(remedy)}`,
      );
    }
  }
  const missing = findings.filter(({ level }) => level === "missing").length;
  if (missing === 0) console.log(green(`\nNothing is missing for ${environment}.`));
  else console.log(red(`\n${missing} things are missing for ${environment}.`));
  process.exitCode = missing === 0 ? 0 : 1;
});
