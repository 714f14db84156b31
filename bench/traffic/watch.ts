import { residentMiB } from "../../scripts/runtime/process-stats.ts";
import { median } from "../load.ts";
import type { Shop } from "../shop.ts";

/** How a shop fared in one period. */
export interface Health {
  /** Median of the workerd process's resident memory. */
  rssMiB: number;
  /** At the period's end: size of the main database, and events that are not processed. */
  dbMiB: number;
  backlog: number;
}

const BACKLOG =
  "SELECT (SELECT COUNT(*) FROM outbox WHERE delivered_at IS NULL) + (SELECT COUNT(*) FROM event_retries) AS n";
const SAMPLES_A_PERIOD = 60;

/** Watches a shop period by period. Returns what ends that and tells what was seen. */
export function watch(shop: Shop, periodMs: number): () => Promise<Health[]> {
  const seen: Health[] = [];
  let memory: number[] = [];
  const looks: Promise<void>[] = [];
  const look = () => {
    const rssMiB = median(memory);
    memory = [];
    looks.push(
      lookAt(shop).then((stores) => {
        seen.push({ rssMiB, ...stores });
      }),
    );
  };
  const began = performance.now();
  const sampling = setInterval(() => {
    if (performance.now() - began >= (looks.length + 1) * periodMs) look();
    memory.push(residentMiB(shop.pid));
  }, periodMs / SAMPLES_A_PERIOD);
  return async () => {
    clearInterval(sampling);
    // What is left of a period is one if it is most of it.
    if (performance.now() - began >= (looks.length + 0.5) * periodMs) look();
    await Promise.all(looks);
    return seen;
  };
}

async function lookAt({ db }: Shop): Promise<Omit<Health, "rssMiB">> {
  const { results, meta } = await db.prepare(BACKLOG).all<{ n: number }>();
  return { backlog: results[0]?.n ?? 0, dbMiB: meta.size_after / 1024 / 1024 };
}
