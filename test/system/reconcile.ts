import type { Book } from "./client.ts";
import { askStripe, type World } from "./world.ts";

interface Charge {
  id: string;
  amount_captured: number;
  amount_refunded: number;
}

/** In minor units. */
export interface Money {
  /** What the confirmed orders cost. */
  orders: number;
  /** Stripe's charges less refunds. */
  stripe: number;
}

/** All the money, as the orders have it and as Stripe has it. */
export async function countMoney(world: World): Promise<Money> {
  const statement = (await world.db()).prepare(
    "SELECT COALESCE(SUM(total), 0) AS n FROM orders WHERE status = 'confirmed'",
  );
  const charges = await allCharges(world);
  return {
    orders: (await statement.first<number>("n")) ?? 0,
    stripe: charges.reduce((sum, charge) => sum + charge.amount_captured - charge.amount_refunded, 0),
  };
}

/** Holds what buyers were told against the books: no order forgotten, none dearer than told, none told as paid that is not. */
export async function brokenPromises(world: World, book: Book): Promise<string[]> {
  const { results } = await (
    await world.db()
  )
    .prepare("SELECT id, status, total FROM orders")
    .all<{ id: string; status: string; total: number }>();
  const orders = new Map(results.map((order) => [order.id, order]));
  return [...book.orders.values()].flatMap(({ id, total, paid }) => {
    const order = orders.get(id);
    if (!order) return [`order ${id} was told to its buyer and is not there`];
    if (total !== undefined && total !== order.total)
      return [`order ${id} was told as ${total}, costs ${order.total}`];
    if (paid && order.status !== "confirmed") return [`order ${id} was told as paid and is ${order.status}`];
    return [];
  });
}

async function allCharges(world: World): Promise<Charge[]> {
  const all: Charge[] = [];
  for (;;) {
    const last = all.at(-1);
    const path = `/v1/charges?limit=100${last ? `&starting_after=${last.id}` : ""}`;
    const { body } = await askStripe<{ data: Charge[]; has_more: boolean }>(world, "GET", path);
    all.push(...body.data);
    if (!body.has_more) return all;
  }
}
