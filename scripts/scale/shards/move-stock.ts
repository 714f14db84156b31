import { askAsStaff, type Bindings } from "./bindings.ts";
import type { Transfer } from "./stock-pool.ts";

/** What an order lacks, as inventory.out_of_stock says it. */
export interface Shortage {
  sku: string;
  variant_id: string;
  requested: number;
  available: number;
}

/** Where a test lets the router die. */
export type CrashPoint = "take" | "receipt" | undefined;

/** Brings units of what is short to a shard. Returns whether anything came. */
export async function topUp(
  env: Bindings,
  shard: number,
  shortages: readonly Shortage[],
  crash?: CrashPoint,
): Promise<boolean> {
  let came = false;
  for (const shortage of shortages) {
    const { sku } = shortage;
    const wanted = shortage.requested - shortage.available;
    const take = async (): Promise<Transfer> => {
      const id = crypto.randomUUID();
      const quantity = await env.STOCK.getByName(sku).take(id, sku, shard, wanted, Number(env.SHARDS));
      return { id, sku, shard, quantity };
    };
    let transfer = await take();
    if (transfer.quantity === 0 && (await gather(env, shortage, shard))) transfer = await take();
    if (transfer.quantity === 0) continue;
    if (crash === "take") throw new Error("died between taking units and booking them");
    await book(env, transfer, crash);
    came = true;
  }
  return came;
}

/** Books a transfer at its shard, once however often it is tried: its id is the request's key. */
async function book(
  env: Bindings,
  { id, sku, shard, quantity }: Transfer,
  crash?: CrashPoint,
): Promise<void> {
  const [path, json] =
    quantity > 0
      ? ["/inventory/receipts", { reference: id, items: [{ sku, quantity }] }]
      : ["/inventory/adjustments", { sku, delta: quantity, reason: `Transfer ${id}` }];
  const { status, ok } = await askAsStaff(env, shard, "POST", path, { json, key: id });
  // 409: an order was faster than the recall.
  if (!ok && !(status === 409 && quantity < 0)) throw new Error(`shard ${shard} answered ${status}`);
  if (crash === "receipt") throw new Error("died between booking units and saying so");
  await env.STOCK.getByName(sku).done(id, ok);
}

/** Takes back what other shards have of a SKU and do not hold for an order. Returns whether there was any. */
async function gather(env: Bindings, { sku, variant_id }: Shortage, except: number): Promise<boolean> {
  const others = Array.from({ length: Number(env.SHARDS) }, (_, shard) => shard).filter(
    (shard) => shard !== except,
  );
  const found = await Promise.all(
    others.map(async (shard) => {
      const answer = await askAsStaff(env, shard, "GET", `/inventory/${variant_id}`);
      const { available } = await answer.json<{ available: number }>();
      if (available <= 0) return false;
      const transfer = { id: crypto.randomUUID(), sku, shard, quantity: -available };
      await env.STOCK.getByName(sku).recall(transfer);
      await book(env, transfer);
      return true;
    }),
  );
  return found.includes(true);
}

/** Ends what somebody began and did not end. In a deployment the pool's alarm does it. */
export async function healTransfers(env: Bindings, sku: string): Promise<number> {
  const open = await env.STOCK.getByName(sku).open();
  for (const transfer of open) await book(env, transfer);
  return open.length;
}
