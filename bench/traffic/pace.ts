import { sleep } from "../../scripts/lib/terminal.ts";

/** As many at a time as there are lanes, one after another without a pause, for so many seconds. */
export async function inLanes(lanes: number, seconds: number, operate: () => Promise<void>): Promise<void> {
  const until = performance.now() + seconds * 1000;
  const lane = async () => {
    while (performance.now() < until) await operate();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Beyond so many open operations the rate is more than the machine can do. */
const MOST_OPEN = 2_000;

/**
 * So many a second, whether earlier ones are done or not, until `isOver`. Each is told when it was due.
 * @throws Error when what is open piles up
 */
export async function atRate(
  perSecond: number,
  isOver: () => boolean,
  operate: (due: number) => Promise<void>,
): Promise<void> {
  const open = new Set<Promise<void>>();
  const began = performance.now();
  for (let index = 0; !isOver(); index++) {
    const due = began + (index * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) await sleep(wait);
    if (open.size > MOST_OPEN)
      throw new Error(`${open.size} operations wait: ${perSecond} a second are too many`);
    const one: Promise<void> = operate(due).finally(() => open.delete(one));
    open.add(one);
  }
  await Promise.all(open);
}
