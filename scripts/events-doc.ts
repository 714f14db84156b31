// Writes docs/events.md, the catalog of events, from their definitions; with --check it only compares and fails when it is out of date.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { z } from "zod";
import { eventCatalog } from "../src/platform/events.ts";
import { subscribers } from "../src/registry.ts";

const file = join(import.meta.dirname, "../docs/events.md");

const HEAD = `# Events

Generated from the definitions (\`*.events.ts\`) by \`npm run events:docs\`. How events travel: [architecture/events.md](architecture/events.md).

An event is \`{ id, type, version, occurred_at, payload }\`. A payload names things by id; what they are now is read where it is needed. A version is
raised when whoever knew the one before would misunderstand a payload; older ones are upgraded when they are read.
`;

function section({ type, version, description, schema }: CatalogEntry): string {
  const { $schema: _, ...payload } = z.toJSONSchema(schema);
  const heard = subscribers.filter(({ eventType }) => eventType === type);
  const names = heard.map(({ name, repeatable }) => `\`${name}\`${repeatable ? " (repeatable)" : ""}`);
  return [
    `## ${type}`,
    description,
    `Version ${version}. Subscribers: ${names.join(", ") || "none"}.`,
    `\`\`\`json\n${JSON.stringify(payload)}\n\`\`\``,
  ].join("\n\n");
}

type CatalogEntry = ReturnType<typeof eventCatalog> extends ReadonlyMap<string, infer Entry> ? Entry : never;

const types = [...eventCatalog().values()].sort((one, other) => (one.type < other.type ? -1 : 1));
const text = [HEAD, ...types.map(section), ""].join("\n\n");
const wanted = await format(text, { ...(await resolveConfig(file)), parser: "markdown" });

if (!process.argv.includes("--check")) {
  writeFileSync(file, wanted);
  console.log(`written: docs/events.md (${types.length} types)`);
} else if (readFileSync(file, "utf8") !== wanted) {
  console.error("docs/events.md is out of date. Run: npm run events:docs");
  process.exitCode = 1;
}
