import { request } from "../lib/http.ts";
import { dim, yellow } from "../lib/terminal.ts";

const EVERY_MS = 60_000;
/** The expression in wrangler.toml; wrangler dev fires no cron trigger by itself. */
const CRON = "*+*+*+*+*";

/** Fires the cron trigger once. Says so when it fails, and goes on. */
export async function fireCron(origin: string): Promise<void> {
  try {
    const { status, body } = await request("GET", `${origin}/cdn-cgi/local/scheduled?cron=${CRON}`, {
      timeoutMs: EVERY_MS,
    });
    if (status !== 200) console.error(`${yellow("cron")} ${status} ${dim(String(body).slice(0, 200))}`);
  } catch (error) {
    console.error(`${yellow("cron")} ${dim(String(error))}`);
  }
}

/** Fires it every minute from now on, never two at a time. Returns what ends that. */
export function startCron(origin: string): () => void {
  let isRunning = false;
  const timer = setInterval(() => {
    if (isRunning) return;
    isRunning = true;
    void fireCron(origin).finally(() => (isRunning = false));
  }, EVERY_MS);
  return () => clearInterval(timer);
}
