// npm run smoke: boots the real thing on a free port, plays the demo purchase, looks at every page, backs it up, stops it, and boots it
// again to see that the data was kept; then restores the backup beside it, and plays the purchase there. What CI runs last.
import { type ChildProcess, spawn } from "node:child_process";
import { isDeepStrictEqual } from "node:util";
import { smokeTest } from "./deploy/smoke.ts";
import { readDevState } from "./lib/dev-state.ts";
import { freePort } from "./lib/free-port.ts";
import { request } from "./lib/http.ts";
import { inProject } from "./lib/paths.ts";
import { Failure, poll, runScript, step } from "./lib/terminal.ts";
import { backUp, bootRestored, orderIds } from "./smoke/restore.ts";
import { run } from "./smoke/run-script.ts";

const START_TIMEOUT_MS = 180_000;

const PAGES: Record<string, string> = {
  "/health": "application/json",
  "/ready": "application/json",
  "/openapi.json": "application/json",
  "/docs": "text/html",
  "/docs/errors": "text/html",
  "/docs-assets/swagger-ui-bundle.js": "text/javascript",
  "/": "text/html",
  "/admin/": "text/html",
  "/admin/orders": "text/html",
  "/products/a-page-of-the-shop": "text/html",
  "/developers/": "text/html",
  "/account": "text/html",
  "/.well-known/jwks.json": "application/json",
  "/api/v1/products/": "application/json",
  "/api/v1/categories": "application/json",
};

function start(port: number): ChildProcess {
  return spawn(process.execPath, [inProject("scripts/start.ts")], {
    cwd: inProject("."),
    env: { ...process.env, PORT: String(port) },
    stdio: ["ignore", "inherit", "inherit"],
  });
}

async function untilServing(child: ChildProcess, port: number): Promise<void> {
  const serving = await poll(
    async () => {
      if (child.exitCode !== null) throw new Failure(`npm start ended with exit code ${child.exitCode}`);
      const state = readDevState();
      if (state?.pid !== child.pid) return undefined;
      const answer = await request<{ data: unknown[] }>(
        "GET",
        `http://127.0.0.1:${port}/api/v1/products?limit=1`,
      ).catch(() => undefined);
      return answer?.status === 200 && answer.body.data.length > 0 ? true : undefined;
    },
    { timeoutMs: START_TIMEOUT_MS, everyMs: 300 },
  );
  if (!serving) throw new Failure("npm start did not come up in time");
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}

async function lookAtPages(base: string): Promise<void> {
  for (const [path, type] of Object.entries(PAGES)) {
    const answer = await request("GET", `${base}${path}`);
    const contentType = answer.headers.get("Content-Type") ?? "";
    if (answer.status !== 200 || !contentType.startsWith(type)) {
      throw new Failure(`GET ${path} answered ${answer.status} ${contentType}, not 200 ${type}`);
    }
    if (answer.headers.get("X-Content-Type-Options") !== "nosniff") {
      throw new Failure(`GET ${path} lacks the security headers`);
    }
  }
}

/** Logs in with every demo account. */
async function logIn(base: string): Promise<void> {
  const accounts = readDevState()?.accounts ?? [];
  if (accounts.length === 0) throw new Failure("there are no demo accounts");
  for (const { email, password, role } of accounts) {
    const answer = await request<{ user?: { role: string } }>("POST", `${base}/api/v1/auth/login`, {
      json: { email, password },
    });
    if (answer.status !== 200 || answer.body.user?.role !== role)
      throw new Failure(`${email} could not log in: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
}

async function main(): Promise<void> {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  let child = start(port);
  try {
    await untilServing(child, port);
    await run("scripts/demo.ts");
    await step("Looking at every page", () => lookAtPages(base));
    await step("Visiting it as a deployment is visited", () => smokeTest({ url: base }));
    await step("Logging in with the demo accounts", () => logIn(base));
    const orders = await orderIds(base);
    const accounts = readDevState()?.accounts;
    if (orders.length === 0) throw new Failure("the demo left no orders");
    const backup = await backUp(base);
    await stop(child);
    child = start(port);
    await untilServing(child, port);
    const kept = await orderIds(base);
    if (!isDeepStrictEqual(kept, orders))
      throw new Failure(`${orders.length} orders before the restart, ${kept.length} after it`);
    if (!isDeepStrictEqual(readDevState()?.accounts, accounts))
      throw new Failure("the demo accounts changed");
    await step("Logging in again", () => logIn(base));
    await stop(child);
    await bootRestored(port, backup, orders);
    console.log(
      `  Booted twice and from a backup; ${kept.length} orders and the accounts were kept and restored.`,
    );
  } finally {
    await stop(child);
  }
}

await runScript(main);
