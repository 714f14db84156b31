import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDevState } from "../lib/dev-state.ts";
import { request } from "../lib/http.ts";
import { Failure, poll, sleep } from "../lib/terminal.ts";
import { startWranglerDev } from "../start/wrangler-dev.ts";
import { exitCodeOf, run } from "./run-script.ts";

const CREATE = "scripts/backup-create.ts";
const VERIFY = "scripts/backup-verify.ts";
const RESTORE = "scripts/backup-restore.ts";
const TIMEOUT_MS = 60_000;

interface Listed {
  data: { id: string }[];
}

function headers(): Record<string, string> {
  return { Authorization: `Bearer ${readDevState()?.api_key ?? ""}` };
}

/** The ids of all orders that staff see, at most a hundred. */
export async function orderIds(base: string): Promise<string[]> {
  const answer = await request<Listed>("GET", `${base}/api/v1/orders?limit=100`, { headers: headers() });
  if (answer.status !== 200) throw new Failure(`the orders answered ${answer.status}`);
  return answer.body.data.map(({ id }) => id).sort();
}

/** Makes a backup of the running server, and returns its id. */
export async function backUp(base: string): Promise<string> {
  let isOver = false;
  const made = run(CREATE).finally(() => (isOver = true));
  while (!isOver) {
    await runJob(base, "backups.continue");
    await Promise.race([made.catch(() => undefined), sleep(300)]);
  }
  await made;
  const list = await request<Listed>("GET", `${base}/api/v1/ops/backups?limit=1`, { headers: headers() });
  return list.body.data[0]?.id ?? "";
}

/**
 * Restores the local backup beside the shop, whose server has to be stopped, and boots the shop on it: the same orders, a catalog, and further purchases.
 * @throws Failure that names what is not as it should be
 */
export async function bootRestored(port: number, id: string, orders: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "edge-commerce-restored-"));
  const base = `http://127.0.0.1:${port}`;
  try {
    await run(VERIFY, "--from", id);
    await run(RESTORE, "--from", "latest", "--local-state", folder);
    if ((await exitCodeOf(RESTORE, "--from", id, "--local-state", folder)) === 0)
      throw new Failure("a database that is not empty was restored into");
    const server = startWranglerDev({ port, verbose: false, state: folder, onLine: () => {} });
    try {
      await server.ready();
      await rebuildCatalog(base);
      const restored = await orderIds(base);
      if (restored.join() !== orders.join())
        throw new Failure(`${orders.length} orders were backed up, ${restored.length} others restored`);
      for (const order of restored) {
        const { status } = await request("GET", `${base}/api/v1/orders/${order}`, { headers: headers() });
        if (status !== 200) throw new Failure(`the restored order ${order} answered ${status}`);
      }
      await run("scripts/demo.ts");
      const now = await orderIds(base);
      if (now.length <= orders.length) throw new Failure("the restored shop takes no orders");
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Now: by itself it is due once a minute. */
async function runJob(base: string, job: string): Promise<void> {
  await request("POST", `${base}/api/v1/ops/jobs/${job}/run`, { headers: headers() });
}

/** The read model is not in the dump. */
async function rebuildCatalog(base: string): Promise<void> {
  const isListed = async () => {
    await runJob(base, "search.rebuild-if-stale");
    const { body } = await request<Listed>("GET", `${base}/api/v1/products?limit=1`);
    return body.data.length > 0 ? true : undefined;
  };
  const listed = await poll(isListed, { timeoutMs: TIMEOUT_MS, everyMs: 300 });
  if (!listed) throw new Failure("the restored shop shows no products");
}
