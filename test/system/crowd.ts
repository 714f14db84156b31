import { sleep } from "../../scripts/lib/terminal.ts";
import { type Book, Client } from "./client.ts";
import { passTime } from "./clock.ts";
import { randomOf, SEED } from "./random.ts";
import { drainQueue } from "./rest.ts";
import { type Late, type ScenarioName, SCENARIOS, USUAL } from "./scenarios.ts";
import { Shopper } from "./shopper.ts";
import type { World } from "./world.ts";

/** What ORDER_HOLD_MINUTES in wrangler.toml says, and a minute. */
const HOLD_SECONDS = 31 * 60;
const CARDS = ["pm_card_visa", "pm_card_mastercard", "pm_card_amex"];

export interface Crowd {
  checkouts: number;
  clients: number;
  /** Payment methods that pay, sooner or later. */
  wallet?: readonly string[];
  weights?: Record<ScenarioName, number>;
  /** Asked before each checkout; true ends the run early. */
  enough?: () => boolean;
}

/** Sends buyers into the shop, `clients` at a time, each with a cart of their own, while the cron trigger fires. */
export async function runCrowd(world: World, book: Book, crowd: Crowd): Promise<Late[]> {
  const { checkouts, clients, wallet = CARDS, weights = USUAL, enough = () => false } = crowd;
  const client = new Client(world, book);
  const late: Late[] = [];
  let next = 0;
  const lane = async () => {
    while (next < checkouts && !enough()) {
      const index = next++;
      const random = randomOf(SEED + index * 7_919);
      const name = random.weighted(weights);
      try {
        const shopper = new Shopper(client, random, wallet, `buyer-${index}`);
        const cart = await shopper.fillCart();
        const left = await SCENARIOS[name](shopper, cart);
        if (left) late.push(left);
      } catch (error) {
        book.breaches.push(`buyer ${index} (${name}): ${String(error)}`);
      }
    }
  };
  await whileSweeping(world, Promise.all(Array.from({ length: clients }, lane)));
  return late;
}

/** The holds end, and the sweepers expire what is unpaid, while the last buyers still try to pay. */
export async function endHolds(world: World, book: Book, late: readonly Late[]): Promise<void> {
  const random = randomOf(SEED);
  await drainQueue(world);
  await passTime(world, HOLD_SECONDS);
  const tries = late.map(async (pay) => {
    await sleep(random.int(0, 1_500));
    await pay().catch((error: unknown) => book.breaches.push(`a late buyer: ${String(error)}`));
  });
  await whileSweeping(world, Promise.all(tries));
}

/** Fires the cron trigger again and again, one run after the other, until the work is done. */
async function whileSweeping(world: World, work: Promise<unknown>): Promise<void> {
  let done = false;
  const sweeping = (async () => {
    while (!done) {
      await world.sweep();
      await sleep(500);
    }
  })();
  await work.finally(() => (done = true));
  await sweeping;
}
