import { times } from "../../scripts/lib/times.ts";
import { type Book, Client } from "./client.ts";
import type { Cart } from "./shopper.ts";
import type { World } from "./world.ts";

/** Variants of which what was sold and what is left are not what there was. */
export async function lostStock(world: World): Promise<unknown[]> {
  const { results } = await (
    await world.db()
  )
    .prepare(
      `SELECT v.sku, s.on_hand, COALESCE(sold.units, 0) AS sold FROM product_variants v
       JOIN stock_levels s ON s.variant_id = v.id
       LEFT JOIN (SELECT l.variant_id, SUM(l.quantity) AS units FROM order_lines l JOIN orders o ON o.id = l.order_id
                  WHERE o.status = 'confirmed' GROUP BY l.variant_id) sold ON sold.variant_id = v.id
       WHERE s.on_hand + COALESCE(sold.units, 0) <> ?`,
    )
    .bind(world.stock)
    .all();
  return results;
}

/** Carts that lost or doubled something: what was put in is in the cart, or in the orders that were made of it. */
export async function changedCarts(world: World, book: Book): Promise<string[]> {
  const client = new Client(world, book);
  const { results } = await (
    await world.db()
  )
    .prepare(
      `SELECT o.cart_id, l.variant_id, SUM(l.quantity) AS units FROM orders o JOIN order_lines l ON l.order_id = o.id GROUP BY 1, 2`,
    )
    .all<{ cart_id: string; variant_id: string; units: number }>();
  const ordered = Map.groupBy(results, (row) => row.cart_id);
  const carts = [...book.carts];
  const found = await times(carts.length, 16, async (index) => {
    const [token, given] = carts[index] ?? ["", new Map<string, number>()];
    const { body } = await client.insist<Cart>("GET", "/cart", { headers: { "X-Cart-Token": token } });
    const units = new Map<string, number>();
    const count = (variant: string, number: number) => units.set(variant, (units.get(variant) ?? 0) + number);
    for (const item of body.items) count(item.variant_id, item.quantity);
    for (const line of ordered.get(body.id) ?? []) count(line.variant_id, line.units);
    return describe(units) === describe(given)
      ? []
      : [`cart ${body.id} was given ${describe(given)} and accounts for ${describe(units)}`];
  });
  return found.flat();
}

function describe(units: ReadonlyMap<string, number>): string {
  return [...units]
    .filter(([, number]) => number > 0)
    .map(([variant, number]) => `${number} x ${variant}`)
    .sort()
    .join(", ");
}
