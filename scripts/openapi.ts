// Writes openapi.json from the schemas that validate; with --check it only compares and fails when it is out of date.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createApp } from "../src/app.ts";
import { openApiDocument } from "../src/platform/http/openapi.ts";

const file = join(import.meta.dirname, "../openapi.json");
const wanted = `${JSON.stringify(openApiDocument(createApp()), null, 2)}\n`;

if (!process.argv.includes("--check")) {
  writeFileSync(file, wanted);
  console.log(`written: openapi.json (${wanted.length} bytes)`);
} else if (readFileSync(file, "utf8") !== wanted) {
  console.error("openapi.json is out of date. Run: npm run openapi");
  process.exitCode = 1;
}
