import assert from "node:assert/strict";
import { times } from "../../scripts/lib/times.ts";
import { addStaff, staffToken } from "../account.ts";
import { type Order, placeOrder, readyCart } from "../buyer.ts";
import { send } from "../http.ts";
import type { Shop } from "../shop.ts";
import { once } from "../world.ts";
import { type Case, plain, type Target, type World } from "./case.ts";
import { LIST_PATH } from "./catalog.ts";

const PAGE = 20;

/** What a signed-in member of staff asks: the hot list beside the same without a token, orders beside one bare read of D1. */
export function staffCases(world: World): Case[] {
  const { shop, floors, connections } = world;
  const ready = once(() => openBooks(world));
  const asStaff = (pathOf: () => Promise<string>): Target => ({
    pid: shop.pid,
    connections,
    async prepare() {
      const path = await pathOf();
      const headers = { Authorization: `Bearer ${await staffToken(shop)}` };
      return { load: { url: shop.url, connections, steps: [{ path, headers }] } };
    },
  });
  const read = (page: string): Target => ({
    pid: floors.pid,
    connections,
    async prepare() {
      await ready();
      return { load: { url: floors.url, connections, steps: [{ path: `/read/${page}` }] } };
    },
  });
  return [
    {
      name: "access token verified (list with one)",
      floor: plain(shop, { url: shop.url, connections, steps: [{ path: LIST_PATH }] }),
      ours: asStaff(async () => {
        await ready();
        return LIST_PATH;
      }),
    },
    {
      name: "order list of 20",
      floor: read("orders"),
      ours: asStaff(async () => (await ready()).list),
    },
    { name: "order detail", floor: read("order"), ours: asStaff(async () => (await ready()).detail) },
  ];
}

/** Has a page of orders placed, and gives the floors pages of the same bytes. */
async function openBooks({ shop, floors }: World): Promise<{ list: string; detail: string }> {
  await addStaff(shop);
  const orders = await times(PAGE, 4, async () => placeOrder(shop, await readyCart(shop)));
  const list = `/api/v1/orders?limit=${PAGE}`;
  const detail = `/api/v1/orders/${orders[0]?.id}`;
  const headers = { Authorization: `Bearer ${await staffToken(shop)}` };
  const answered = await send<{ data: Order[] }>("GET", `${shop.url}${list}`, { headers });
  assert.equal(answered.body.data.length, PAGE, "the list has a page of orders");
  await floors.setPage("orders", answered.text);
  await floors.setPage("order", await textOf(shop, detail, headers));
  return { list, detail };
}

async function textOf(shop: Shop, path: string, headers: Record<string, string>): Promise<string> {
  return (await send("GET", `${shop.url}${path}`, { headers })).text;
}
