import type { Ctx } from "../../platform/ctx.ts";

/** A request waits this long for what another one makes, then it makes it itself: the other may have been cut off. */
const PATIENCE_MS = 10_000;

const flights = new Map<string, Promise<unknown>>();

/**
 * What `make` makes, which requests of this isolate that ask for the same key at the same time share, an error too. Nobody waits for
 * `keep`, which does not throw; until it is through, what was made is shared with those who ask.
 */
export async function madeOnce<Value>(
  ctx: Pick<Ctx, "waitUntil">,
  key: string,
  { make, keep }: { make: () => Promise<Value | undefined>; keep: (value: Value) => Promise<void> },
): Promise<Value | undefined> {
  // A key is asked for by one caller only, with one type.
  const flight = flights.get(key) as Promise<Value | undefined> | undefined;
  if (flight) {
    const shared = await patiently(flight);
    if (shared) return shared.value;
  }
  const mine = make();
  flights.set(key, mine);
  const landed = mine
    .then((value) => (value === undefined ? undefined : keep(value)))
    .catch(() => undefined)
    .finally(() => {
      if (flights.get(key) === mine) flights.delete(key);
    });
  // Others may wait for it: it goes on when the client that it was begun for hangs up.
  ctx.waitUntil(landed);
  return mine;
}

/** What the flight brings; undefined when it takes too long. */
async function patiently<Value>(flight: Promise<Value>): Promise<{ value: Value } | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([flight.then((value) => ({ value })), tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
