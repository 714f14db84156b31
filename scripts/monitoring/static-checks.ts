import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FAMILIES } from "../../src/platform/metrics.ts";
import { inProject } from "../lib/paths.ts";
import { Failure } from "../lib/terminal.ts";
import type { Tools } from "./tools.ts";

/** Runs one of the tools. @throws Failure with what it said */
export function check(what: string, tool: string, args: readonly string[], input?: string): void {
  const { status, stdout, stderr, error } = spawnSync(tool, args, { input, encoding: "utf8" });
  if (status !== 0) throw new Failure(`${what}:\n${stdout}${stderr}${error?.message ?? ""}`.trimEnd());
  console.log(`  ok  ${what}`);
}

/** Everything about ops/ that can be wrong without a server. */
export function checkFiles({ promtool, amtool }: Tools<"promtool" | "amtool">): void {
  // The token's file is on the machine that scrapes.
  check("prometheus.yml", promtool, ["check", "config", "--syntax-only", inProject("ops/prometheus.yml")]);
  check("alerts.yml", promtool, ["check", "rules", inProject("ops/alerts.yml")]);
  check("the rules raise what they should", promtool, ["test", "rules", inProject("ops/alerts.test.yml")]);
  check("alertmanager.yml", amtool, ["check-config", inProject("ops/alertmanager.yml")]);
  const folder = mkdtempSync(join(tmpdir(), "dashboard-"));
  const file = join(folder, "rules.yml");
  writeFileSync(file, dashboardRules());
  try {
    check("the dashboard's queries", promtool, ["check", "rules", file]);
  } finally {
    rmSync(folder, { recursive: true });
  }
  checkNames();
  checkRunbook();
}

/** Every series that rules and dashboards ask for is one that the Worker has. */
function checkNames(): void {
  const source = readdirSync(inProject("src/modules/ops"))
    .map((file) => readFileSync(inProject(`src/modules/ops/${file}`), "utf8"))
    .join("\n");
  const known = new Set<string>(source.match(/\bedge_[a-z_]+/g));
  for (const { name, type } of Object.values(FAMILIES)) {
    const parts = type === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
    for (const part of parts) known.add(name + part);
  }
  const files = [
    "alerts.yml",
    "alerts.test.yml",
    ...readdirSync(inProject("ops/grafana")).map((file) => `grafana/${file}`),
  ];
  const unknown = files.flatMap((file) => {
    const text = readFileSync(inProject(`ops/${file}`), "utf8");
    if (file.endsWith(".json")) JSON.parse(text);
    const names = new Set(text.match(/\bedge_[a-z_]+/g));
    return [...names].filter((name) => !known.has(name)).map((name) => `${file}: ${name}`);
  });
  if (unknown.length > 0) throw new Failure(`There are no such series:\n${unknown.join("\n")}`);
  console.log("  ok  every series that is asked for is there");
}

/** Every query of the dashboard is well-formed, once Grafana has filled in its variables. */
function dashboardRules(): string {
  const text = readFileSync(inProject("ops/grafana/edge-commerce.json"), "utf8");
  const { panels } = JSON.parse(text) as { panels: { title: string; targets?: { expr: string }[] }[] };
  const queries = panels.flatMap(({ targets = [] }) =>
    targets.map(({ expr }) => expr.replaceAll("$__rate_interval", "5m")),
  );
  const rules = queries.map(
    (expr, at) => `      - record: query:${at}\n        expr: ${JSON.stringify(expr)}\n`,
  );
  return `groups:\n  - name: dashboard\n    rules:\n${rules.join("")}`;
}

/** Every alert leads to a section of the runbook. */
function checkRunbook(): void {
  const rules = readFileSync(inProject("ops/alerts.yml"), "utf8");
  const alerts = rules.match(/- alert:/g)?.length ?? 0;
  const anchors = [...rules.matchAll(/runbook: docs\/runbook\.md#([a-z-]+)/g)].map(
    ([, anchor]) => anchor ?? "",
  );
  if (anchors.length !== alerts) throw new Failure("An alert has no link to the runbook.");
  const runbook = inProject("docs/runbook.md");
  if (!existsSync(runbook)) return;
  const text = readFileSync(runbook, "utf8");
  const sections = new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, "")
        .replaceAll(" ", "-"),
    ),
  );
  const missing = [...new Set(anchors)].filter(
    (anchor) => !sections.has(anchor) && !text.includes(`id="${anchor}"`),
  );
  if (missing.length > 0) throw new Failure(`The runbook has no section ${missing.join(", ")}.`);
  console.log("  ok  every alert leads to a section of the runbook");
}
