import { expect } from "vitest";
import type { Book } from "./client.ts";
import { breachesOf } from "./invariants.ts";
import { brokenPromises, countMoney } from "./reconcile.ts";
import { changedCarts, lostStock } from "./units.ts";
import type { World } from "./world.ts";

/** Asserts that a shop which has come to rest is sound: its own books, Stripe's, and what its buyers were told. */
export async function expectSound(world: World, book: Book): Promise<void> {
  const log = world.errors.slice(-3).join("\n");
  expect(book.breaches, `answers that must never be; the API's last errors:\n${log}`).toEqual([]);
  expect(await breachesOf(world, { atRest: true }), "the shop's books").toEqual([]);
  expect(await lostStock(world), "units").toEqual([]);
  const money = await countMoney(world);
  expect(money.stripe, "all money at Stripe").toBe(money.orders);
  expect(await brokenPromises(world, book), "what buyers were told").toEqual([]);
  expect(await changedCarts(world, book), "carts").toEqual([]);
}
