import { hasPermission, requirePermission, requireUser, type UserActor } from "../../platform/auth.ts";
import { fingerprint } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf, type Position } from "../../platform/pagination.ts";
import type { OrderFilter } from "./order-filter.repo.ts";
import { numberBeginning, parseOrderSearch } from "./order-search.ts";
import { findOrders, type OrderPage, ordersStmt } from "./orders.repo.ts";
import { readAsOwner } from "./read-as-owner.ts";

/** What a list of orders is asked for, besides the page. */
export interface SelectOrders extends Omit<OrderFilter, "owner_id" | "search"> {
  sort: "created_at" | "-created_at";
  /** What staff type to find an order. */
  q?: string | undefined;
}

export interface ListOrders extends SelectOrders {
  limit: number;
  cursor?: string | undefined;
}

/**
 * One keyset page of orders: all of them for staff, of any other signed-in user's only the own ones.
 * @throws auth.required for guests; auth.forbidden for API keys that may not manage orders, and for customers who ask for tags, which
 *   are the shop's own
 */
export async function listOrders(ctx: Ctx, input: ListOrders) {
  if (input.tag !== undefined) requirePermission(ctx, "order:manage");
  return listed(ctx, hasPermission(ctx, "order:manage") ? undefined : requireUser(ctx), input);
}

/** One keyset page of the caller's own orders, for staff too. */
export async function listOwnOrders(ctx: Ctx, input: ListOrders) {
  return listed(ctx, requireUser(ctx), input);
}

async function listed(ctx: Ctx, owner: UserActor | undefined, { limit, cursor, ...selection }: ListOrders) {
  const filter = { ...filterOf(selection), owner_id: owner?.id };
  const page = pageAfter(selection, cursor, limit + 1);
  const rows = owner
    ? await readAsOwner(ctx, owner, ordersStmt(filter, page))
    : await findOrders(ctx, filter, page);
  return pageOf(rows, limit, (row) => orderPosition(selection, row));
}

/** What a list of orders is asked for, as its repository looks at it. */
export function filterOf({ q, number, sort: _, ...selection }: SelectOrders): OrderFilter {
  return {
    ...selection,
    ...(number === undefined ? {} : { number: numberBeginning(number) ?? number }),
    ...(q === undefined ? {} : { search: parseOrderSearch(q) }),
  };
}

/** @throws request.invalid for a cursor of another list, sort or filter */
export function pageAfter(selection: SelectOrders, cursor: string | undefined, limit: number): OrderPage {
  const after = decodeCursor(cursor, ownerOf(selection));
  return { after, descending: selection.sort === "-created_at", limit };
}

/** The place of an order in a list. */
export function orderPosition(selection: SelectOrders, row: { placed_at: string; id: string }): Position {
  return { sort: ownerOf(selection), value: row.placed_at, id: row.id };
}

/** A cursor is good for one sort of one selection: paging on with another would repeat and leave out orders. */
function ownerOf(selection: SelectOrders): string {
  const wishes = Object.entries(selection).filter(([, value]) => value !== undefined);
  return `${selection.sort}:${fingerprint(JSON.stringify(wishes.sort(([a], [b]) => (a < b ? -1 : 1))))}`;
}
