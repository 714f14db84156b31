// npm run smoke:remote -- --env staging|production, or -- --url https://…: visits a deployment as a guest and orders nothing.
import { parseArgs } from "node:util";
import { environmentOf, settingsOf } from "./deploy/settings.ts";
import { smokeTest } from "./deploy/smoke.ts";
import { runScript, step } from "./lib/terminal.ts";

await runScript(async () => {
  const { values } = parseArgs({ options: { env: { type: "string" }, url: { type: "string" } } });
  const url = values.url ?? settingsOf(environmentOf(values.env)).vars["PUBLIC_URL"] ?? "";
  await step(`Visiting ${url}`, () => smokeTest({ url: url.replace(/\/+$/, "") }));
});
