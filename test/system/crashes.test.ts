import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sleep } from "../../scripts/lib/terminal.ts";
import { newBook } from "./client.ts";
import { passTime } from "./clock.ts";
import { endHolds, runCrowd } from "./crowd.ts";
import { breachesOf } from "./invariants.ts";
import { randomOf, SEED } from "./random.ts";
import { comeToRest } from "./rest.ts";
import { expectSound } from "./soundness.ts";
import { startWorld, type World } from "./world.ts";

const KILLS = 50;
const CLIENTS = 16;
/** Longer than the lock of an idempotency key. */
const LOCK_SECONDS = 40;

describe(`${KILLS} kills of the Worker's process while ${CLIENTS} clients buy (SYSTEM_SEED=${SEED})`, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ variants: 20, stock: 300 });
  });
  afterAll(() => world.stop());

  it("lose no order, no unit and no money", async () => {
    const book = newBook();
    let kills = 0;
    const crowd = runCrowd(world, book, {
      checkouts: Infinity,
      clients: CLIENTS,
      enough: () => kills >= KILLS,
    });
    // Most of an order's time goes by while Stripe is asked, so that is where most kills hit.
    world.setStripeLatency(100);
    const random = randomOf(SEED);
    for (; kills < KILLS; kills++) {
      await sleep(random.int(20, 1_500));
      await world.crash();
      // Buyers wait until the locks of what died have ended, or go on trying through the next crashes.
      if (random.chance(0.5)) await passTime(world, LOCK_SECONDS, { outbox: true });
    }
    world.setStripeLatency(0);
    await passTime(world, LOCK_SECONDS);
    const late = await crowd;
    expect(await breachesOf(world, { atRest: false })).toEqual([]);
    await endHolds(world, book, late);
    await comeToRest(world);
    await expectSound(world, book);
    expect(book.broken).toBeGreaterThan(KILLS);
    expect(book.orders.size).toBeGreaterThan(KILLS);
  });
});
