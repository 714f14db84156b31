// Writes the tables of docs/architecture/scale.md anew: node scripts/scale/document.ts
import { readFileSync, writeFileSync } from "node:fs";
import { inProject } from "../lib/paths.ts";
import { simulate } from "./simulation/model.ts";
import { figuresTable } from "./simulation/report.ts";
import { SCENARIOS } from "./simulation/scenarios.ts";
import { TABLES } from "./tables.ts";

const DOCUMENT = inProject("docs/architecture/scale.md");

const tables: Record<string, string> = {
  ...TABLES,
  simulation: figuresTable(SCENARIOS.map((scenario) => ({ scenario, figures: simulate(scenario) }))),
};

const text = Object.entries(tables).reduce(
  (document, [name, table]) =>
    document.replace(
      new RegExp(`(<!-- table: ${name} -->)[^]*?(<!-- end -->)`),
      (_, start: string, end: string) => `${start}\n\n${table}\n\n${end}`,
    ),
  readFileSync(DOCUMENT, "utf8"),
);
writeFileSync(DOCUMENT, text);
