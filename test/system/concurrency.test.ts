import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newBook } from "./client.ts";
import { endHolds, runCrowd } from "./crowd.ts";
import { breachesOf } from "./invariants.ts";
import { SEED } from "./random.ts";
import { comeToRest } from "./rest.ts";
import { expectSound } from "./soundness.ts";
import { startWorld, type World } from "./world.ts";

const CHECKOUTS = 1_000;
const CLIENTS = 64;

describe(`${CHECKOUTS} checkouts from ${CLIENTS} clients (SYSTEM_SEED=${SEED})`, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ variants: 20, stock: 100 });
  });
  afterAll(() => world.stop());

  it("sell what there is, once, for exactly the money that Stripe took", async () => {
    const book = newBook();
    const late = await runCrowd(world, book, { checkouts: CHECKOUTS, clients: CLIENTS });
    expect(await breachesOf(world, { atRest: false })).toEqual([]);
    await endHolds(world, book, late);
    await comeToRest(world);
    await expectSound(world, book);
    // Not a quiet day: buyers competed for the last units, were declined, came too late, ordered twice.
    expect(Object.fromEntries(book.codes)).toMatchObject({
      "inventory.out_of_stock": expect.any(Number),
      "payment.declined": expect.any(Number),
      "order.not_payable": expect.any(Number),
      "checkout.already_placed": expect.any(Number),
      "idempotency.in_progress": expect.any(Number),
    });
    expect(await ordersBy(world, "confirmed")).toBeGreaterThan(CHECKOUTS / 5);
    expect(await ordersBy(world, "expired")).toBeGreaterThan(CHECKOUTS / 50);
  });
});

async function ordersBy(world: World, status: string): Promise<number> {
  const statement = (await world.db()).prepare("SELECT COUNT(*) AS n FROM orders WHERE status = ?");
  return (await statement.bind(status).first<number>("n")) ?? 0;
}
