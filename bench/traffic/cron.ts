import { request } from "../../scripts/lib/http.ts";

export interface CronRuns {
  fired: number;
  failed: string[];
  longestMs: number;
}

const EVERY_MS = 60_000;

/** Fires the cron trigger now and every minute, never two at a time. Returns what ends that and tells how it went. */
export function startCron(url: string): () => Promise<CronRuns> {
  const runs: CronRuns = { fired: 0, failed: [], longestMs: 0 };
  let running: Promise<void> | undefined;
  const fire = async () => {
    const began = performance.now();
    runs.fired += 1;
    try {
      const { status, body } = await request("GET", `${url}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`, {
        timeoutMs: 300_000,
      });
      if (status !== 200) runs.failed.push(`cron: ${status} ${String(body).slice(0, 200)}`);
    } catch (error) {
      runs.failed.push(`cron: ${String(error)}`);
    }
    runs.longestMs = Math.max(runs.longestMs, performance.now() - began);
  };
  const begin = () => (running ??= fire().finally(() => (running = undefined)));
  void begin();
  const timer = setInterval(() => void begin(), EVERY_MS);
  return async () => {
    clearInterval(timer);
    await running;
    return runs;
  };
}
