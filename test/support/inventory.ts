import type { Stock } from "../../src/modules/inventory/inventory.schema.ts";
import type { Location } from "../../src/modules/inventory/locations.schema.ts";
import { type Answer, api, asStaff, rows, value } from "./api.ts";
import { type TestVariant, unique } from "./shop.ts";

export const MAIN = "01900000-0000-7000-8000-000000000001";
export const NOWHERE = "01900000-0000-7000-8000-00000000dead";

/** Calls below /api/v1/inventory as somebody who may manage it, and no more. */
export async function inventory<Body = Stock & Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  return api<Body>(method, `/api/v1/inventory${path}`, {
    ...(body === undefined ? {} : { body }),
    headers: { ...(await asStaff(["inventory:manage"])), ...headers },
  });
}

export async function makeLocation(body: Record<string, unknown> = {}): Promise<Location> {
  const answer = await inventory<Location>("POST", "/locations", {
    name: unique("place"),
    priority: 5,
    ...body,
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** The stock of a variant, with the ETag to change it by. */
export async function stockNow(variant: { id: string }): Promise<Stock & { etag: string }> {
  const answer = await inventory("GET", `/${variant.id}`);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return { ...answer.body, etag: answer.headers.get("ETag") ?? "" };
}

/** Puts units at a location. */
export async function put(variant: TestVariant, locationId: string, onHand: number): Promise<void> {
  const path = `/${variant.id}/levels/${locationId}`;
  const answer = await inventory(
    "PUT",
    path,
    { on_hand: onHand, reason: "for the test" },
    { "If-Match": "*" },
  );
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

/** What the ledger says about a variant, level by level, beside what is on hand. */
export function ledgerOf(variant: { id: string }) {
  return rows<{ location_id: string; on_hand: number; ledger: number; reserved: number; held: number }>(
    `SELECT s.location_id, s.on_hand, s.reserved,
       (SELECT COALESCE(SUM(delta), 0) FROM stock_movements m WHERE m.variant_id = s.variant_id AND m.location_id = s.location_id) AS ledger,
       (SELECT COALESCE(SUM(quantity), 0) FROM stock_reservations r
         WHERE r.variant_id = s.variant_id AND r.location_id = s.location_id AND state = 'open') AS held
     FROM stock_levels s WHERE s.variant_id = ?`,
    variant.id,
  );
}

/** How often it was told that a variant is low. */
export function timesToldLow(variant: { id: string }): Promise<number> {
  return value(
    "SELECT COUNT(*) FROM outbox WHERE type = 'inventory.low_stock' AND payload ->> 'variant_id' = ?",
    variant.id,
  );
}
