import { fromProject } from "../lib/paths.ts";
import { poll } from "../lib/terminal.ts";
import { type Choice, readStock } from "./browse.ts";
import { untilMailed } from "./mails.ts";
import type { Order, Scene, Stock } from "./shop.ts";

const TIMEOUT_MS = 30_000;

/** Waits until the queue has turned the reservations into sales. */
export async function checkStock(
  scene: Scene,
  { variant, stock: before }: Choice,
  sold: number,
): Promise<Stock> {
  const { tell, staff } = scene;
  const params = { path: { variant_id: variant.id } };
  await poll(
    async () => {
      const { data } = await staff.GET("/api/v1/inventory/{variant_id}", { params });
      if (!data) return undefined;
      return data.on_hand <= before.on_hand - sold && data.reserved <= before.reserved ? true : undefined;
    },
    { timeoutMs: TIMEOUT_MS },
  );
  const after = await readStock(scene, "How many are left now?", variant);
  tell.check(after.on_hand === before.on_hand - sold, `the stock is down by exactly ${sold}`, {
    before,
    after,
  });
  tell.check(after.reserved === before.reserved, "nothing of it stays reserved", { before, after });
  return after;
}

/**
 * Waits for the confirmation of each order and returns its file: one an order, not more.
 * Only for a server of this folder, which writes its mails to files.
 */
export async function checkMails({ tell }: Scene, orders: readonly Order[]): Promise<string[]> {
  const files: string[] = [];
  for (const { number, email } of orders) {
    const found = await untilMailed(number);
    tell.check(found.length === 1, `exactly one mail about order ${number}`, found);
    const [file = ""] = found;
    tell.note(`mail to ${email} about ${number}: ${fromProject(file)}`);
    files.push(file);
  }
  return files;
}
