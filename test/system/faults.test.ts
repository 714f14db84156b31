import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FAULTS } from "../../workers/stripe-emulator/cards.faults.ts";
import { newBook } from "./client.ts";
import { endHolds, runCrowd } from "./crowd.ts";
import { breachesOf } from "./invariants.ts";
import { SEED } from "./random.ts";
import { comeToRest } from "./rest.ts";
import { expectSound } from "./soundness.ts";
import { startWorld, type World } from "./world.ts";

const CHECKOUTS = 200;
const CLIENTS = 32;
const TIMEOUT_MS = 700;

describe(`${CHECKOUTS} checkouts while Stripe fails in every way (SYSTEM_SEED=${SEED})`, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      variants: 20,
      stock: 40,
      vars: { STRIPE_TIMEOUT_MS: String(TIMEOUT_MS) },
      faultDelayMs: 2 * TIMEOUT_MS,
    });
  });
  afterAll(() => world.stop());

  it("end as if nothing had failed", async () => {
    const book = newBook();
    const late = await runCrowd(world, book, {
      checkouts: CHECKOUTS,
      clients: CLIENTS,
      wallet: ["pm_card_visa", ...FAULTS.map((fault) => `pm_fault_${fault}`)],
    });
    expect(await breachesOf(world, { atRest: false })).toEqual([]);
    await endHolds(world, book, late);
    await comeToRest(world);
    await expectSound(world, book);
    expect(book.codes.get("payment.unavailable")).toBeGreaterThan(CHECKOUTS / 20);
  });
});
