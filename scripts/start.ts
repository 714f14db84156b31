// npm start and npm run dev: see HELP in start/options.ts.
import { type DevState, writeDevState } from "./lib/dev-state.ts";
import { request } from "./lib/http.ts";
import { Failure, red, runScript, seconds, sleep, step } from "./lib/terminal.ts";
import { banner } from "./start/banner.ts";
import { fireCron, startCron } from "./start/cron.ts";
import { ensureDemoAccounts } from "./start/demo-accounts.ts";
import { ensureDemoCatalog, productInStock } from "./start/demo-catalog.ts";
import { ensureLocalSecrets, type LocalSecrets } from "./start/local-secrets.ts";
import { HELP, readOptions, type StartOptions } from "./start/options.ts";
import { requireFreePort, requireNotRunning } from "./start/port.ts";
import { type Credentials, ensureDatabases } from "./start/setup.ts";
import { whenStopped } from "./start/stop.ts";
import { WorkerLog } from "./start/worker-log.ts";
import { startWranglerDev } from "./start/wrangler-dev.ts";

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) return void console.log(HELP);
  await requireNotRunning();
  await requireFreePort(options.port);
  const secrets = ensureLocalSecrets();
  if (secrets.made.length > 0) console.log(`  Made local secrets in .dev.vars: ${secrets.made.join(", ")}`);
  const credentials = await ensureDatabases();
  // Before the server is up, so that a start that is cut short keeps the key and the passwords that the database knows.
  const state = describe(options, secrets, credentials);
  writeDevState(state);
  await serve(options, state, secrets.warning);
}

function describe({ port }: StartOptions, secrets: LocalSecrets, credentials: Credentials): DevState {
  const baseUrl = `http://localhost:${port}`;
  const stripe = { publishable_key: secrets.publishableKey };
  return {
    base_url: baseUrl,
    api_key: credentials.apiKey,
    accounts: credentials.accounts,
    stripe: secrets.usesEmulator
      ? { mode: "emulator", api_base: `${baseUrl}/_stripe`, ...stripe }
      : { mode: "test", ...stripe },
    pid: process.pid,
    started_at: new Date().toISOString(),
  };
}

/** Runs the server until it is stopped. */
async function serve(options: StartOptions, state: DevState, warning: string | undefined): Promise<void> {
  const origin = `http://127.0.0.1:${options.port}`;
  const log = new WorkerLog(options);
  const server = startWranglerDev({ ...options, onLine: (line) => log.take(line) });
  let isStopping = false;
  whenStopped(() => {
    isStopping = true;
    log.isClosed = true;
    console.log("\n  Stopping …");
    void server.stop().finally(() => process.exit(0));
  });
  try {
    await step("Starting the API and the Stripe emulator", () => server.ready());
    await requireKnownKey(origin, state.api_key);
    await ensureDemoAccounts(origin, state);
    await ensureDemoCatalog(origin, state.api_key);
    await fireCron(origin);
    const product = await productInStock(origin);
    console.log(banner({ state, sku: product?.sku, took: seconds(process.uptime() * 1_000), warning }));
  } catch (error) {
    if (isStopping) return;
    await sleep(200); // what the child wrote last is still on its way
    console.error(`\n${log.lastLines()}\n`);
    await server.stop();
    throw error;
  }
  log.isOpen = true;
  const stopCron = startCron(origin);
  const code = await server.ended;
  stopCron();
  if (isStopping) return;
  await server.stop();
  console.error(`\n${log.lastLines()}\n\n${red("error")} wrangler dev ended by itself (exit code ${code}).`);
  process.exit(1);
}

/** @throws Failure when the databases have been exchanged behind our back */
async function requireKnownKey(origin: string, apiKey: string): Promise<void> {
  const headers = { Authorization: `Bearer ${apiKey}` };
  const { status } = await request("GET", `${origin}/api/v1/orders?limit=1`, { headers });
  if (status !== 401) return;
  throw new Failure(
    "The key in .local/dev.json is not known to the database. Delete .local and start again.",
  );
}

await runScript(main);
