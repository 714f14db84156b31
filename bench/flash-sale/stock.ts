import { addApiKey } from "../../scripts/runtime/databases.ts";
import { STOCK } from "../catalog-csv.ts";
import { send } from "../http.ts";
import type { Shop, Variant } from "../shop.ts";

/** Leaves so many units of one variant on the shelf. Returns the variant. */
export async function putOnSale(shop: Shop, units: number): Promise<Variant> {
  const [variant] = shop.variants;
  if (!variant) throw new Error("the shop has nothing to sell");
  const key = await addApiKey(shop.db, ["inventory:manage"]);
  await send("POST", `${shop.url}/api/v1/inventory/adjustments`, {
    body: { variant_id: variant.id, delta: units - STOCK, reason: "correction" },
    headers: { Authorization: `Bearer ${key}` },
  });
  return variant;
}

/** What a sale has left: units on the shelf and set aside, orders by whether they are carried out, money at the shop and at Stripe. */
export interface Left {
  onHand: number;
  reserved: number;
  confirmed: number;
  otherOrders: number;
  units: number;
}

/** Counts what is left of a variant. */
export async function countLeft({ db }: Shop, variant: Variant): Promise<Left> {
  const row = await db
    .prepare(
      `SELECT (SELECT SUM(on_hand) FROM stock_levels WHERE variant_id = ?1) AS onHand,
        (SELECT SUM(reserved) FROM stock_levels WHERE variant_id = ?1) AS reserved,
        (SELECT COUNT(DISTINCT o.id) FROM orders o JOIN order_lines l ON l.order_id = o.id
          WHERE l.variant_id = ?1 AND o.status = 'confirmed') AS confirmed,
        (SELECT COUNT(DISTINCT o.id) FROM orders o JOIN order_lines l ON l.order_id = o.id
          WHERE l.variant_id = ?1 AND o.status <> 'confirmed') AS otherOrders,
        (SELECT COALESCE(SUM(l.quantity), 0) FROM order_lines l WHERE l.variant_id = ?1) AS units`,
    )
    .bind(variant.id)
    .first<Left>();
  if (!row) throw new Error("the database answered nothing");
  return row;
}
