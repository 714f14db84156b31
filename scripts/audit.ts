// What we depend on: is it what we have looked at, may we ship it, and is anything known against it? npm run audit:dependencies
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { knownAdvisories } from "./audit/advisories.ts";
import { closureOf, type LockFile, lockProblems, type Manifest } from "./audit/lock-file.ts";
import { Failure, green, runScript, yellow } from "./lib/terminal.ts";
import { ROOT } from "./lib/paths.ts";

const read = <Json>(name: string) => JSON.parse(readFileSync(join(ROOT, name), "utf8")) as Json;

/** What the deployed Worker is made of, and what the pages bring into browsers. */
function shippedNames(manifest: Manifest): Set<string> {
  const files = globSync("web/*/src/**/*.{ts,tsx}", { cwd: ROOT });
  const imported = files.flatMap((file) =>
    [...readFileSync(join(ROOT, file), "utf8").matchAll(/from "((?:@[\w.-]+\/)?[\w.-]+)/g)].map(
      ([, name = ""]) => name,
    ),
  );
  const known = new Set(Object.keys(manifest.devDependencies ?? {}));
  return new Set([
    ...Object.keys(manifest.dependencies ?? {}),
    ...imported.filter((name) => known.has(name)),
    // Copied, not imported: scripts/build-assets.ts.
    "swagger-ui-dist",
  ]);
}

await runScript(async () => {
  const [lock, manifest] = [read<LockFile>("package-lock.json"), read<Manifest>("package.json")];
  const shipped = closureOf(lock, shippedNames(manifest));
  const problems = lockProblems(lock, manifest, shipped);
  if (problems.length > 0) throw new Failure(`the lock file:\n  ${problems.join("\n  ")}`);
  console.log(
    `${green("ok")} ${Object.keys(lock.packages).length - 1} packages are pinned; ${shipped.size} of them are shipped`,
  );
  const known = await knownAdvisories(ROOT);
  if ("unanswered" in known) {
    console.log(
      `${yellow("skipped")} whether anything is known against them: the registry does not say (${known.unanswered})`,
    );
    return;
  }
  const bad: string[] = [];
  for (const { name, severity, nodes, titles } of known) {
    const isShipped = nodes.some((node) => shipped.has(node));
    const line = `${severity} ${isShipped ? "(shipped)" : "(only for work)"} ${name}: ${titles.join("; ")}`;
    if (isShipped && (severity === "high" || severity === "critical")) bad.push(line);
    else console.log(`${yellow("known")} ${line}`);
  }
  if (bad.length > 0) throw new Failure(`what is shipped is known to be unsafe:\n  ${bad.join("\n  ")}`);
  console.log(`${green("ok")} nothing grave is known against what is shipped`);
});
