import type { Ctx } from "../../platform/ctx.ts";
import { noRows, readBatch, type Statement } from "../../platform/db.ts";
import { type CartLine, type CartState, emptyCart } from "../cart/index.ts";
import { sellableOf, type SellableRow, sellableStmt, type SellableVariant } from "../catalog/index.ts";
import { type UserRow, userStmt } from "../identity/index.ts";
import { type Level, levelsStmt } from "../inventory/index.ts";
import { marketOf, type MarketRow, marketStmt } from "../shipping/index.ts";
import type { DraftRow } from "./draft-orders.repo.ts";
import type { DraftContent, DraftLine } from "./draft-orders.table.ts";

/** A draft with what the system of record says about it at this moment. */
export interface DraftFacts {
  row: DraftRow;
  content: DraftContent;
  /** The account it is for; undefined for a guest's. */
  customer: UserRow | undefined;
  /** What is sold of its lines, by variant. */
  variants: Map<string, SellableVariant>;
  /** Its stock; only read on request. */
  levels: Level[];
  /** The draft as a cart would be, so that one way of pricing serves both. */
  cart: CartState;
}

const STATEMENTS_A_DRAFT = 4;

/** Reads what drafts depend on, in one round trip for all of them. */
export async function readDraftFacts(
  ctx: Ctx,
  rows: readonly DraftRow[],
  options: { stock?: boolean } = {},
): Promise<DraftFacts[]> {
  if (rows.length === 0) return [];
  const answers = await readBatch<unknown[]>(
    ctx.env.DB,
    rows.flatMap((row) => factStmts(row, options.stock ?? false)),
  );
  return Promise.all(
    rows.map(async (row, index): Promise<DraftFacts> => {
      // The statements of each draft stand side by side, in this order.
      const at = index * STATEMENTS_A_DRAFT;
      const [sellable, markets, users, levels] = answers.slice(at, at + STATEMENTS_A_DRAFT) as [
        SellableRow[],
        MarketRow[],
        UserRow[],
        Level[],
      ];
      const content = contentOf(row);
      const sold = sellable.flatMap((each) => sellableOf(each, ctx.config.PUBLIC_URL) ?? []);
      const variants = new Map(sold.map((variant) => [variant.variantId, variant]));
      const destination = content.shipping_address;
      const market = destination && (await marketOf(ctx, markets[0], destination, sold));
      const [customer] = users;
      const email = row.email ?? (isActive(customer) ? customer.email : undefined);
      const cart: CartState = {
        ...emptyCart(row.id, row.currency, ctx.now()),
        version: row.version,
        // UNIQUE(cart, generation) lets a draft become one order.
        generation: 1,
        lines: content.lines.map((line) => cartLineOf(line, row.currency, variants)),
        ...(email === undefined ? {} : { email }),
        ...(content.note === undefined ? {} : { note: content.note }),
        ...(destination ? { shippingAddress: destination } : {}),
        ...(content.billing_address ? { billingAddress: content.billing_address } : {}),
        ...(market ? { market } : {}),
        ...(content.shipping_option_id === undefined ? {} : { shippingRateId: content.shipping_option_id }),
      };
      return { row, content, customer, variants, levels, cart };
    }),
  );
}

export function contentOf(row: Pick<DraftRow, "content">): DraftContent {
  return JSON.parse(row.content) as DraftContent;
}

export function isActive(user: UserRow | undefined): user is UserRow {
  return user?.status === "active";
}

function factStmts(row: DraftRow, stock: boolean): Statement[] {
  const { lines, shipping_address: destination } = contentOf(row);
  const ids = lines.map((line) => line.variant_id);
  return [
    sellableStmt("id", ids),
    destination ? marketStmt(destination, row.customer_id ?? "") : noRows,
    row.customer_id === null ? noRows : userStmt(row.customer_id),
    stock ? levelsStmt(ids) : noRows,
  ];
}

/** The line as a cart has it, at the price that staff ask if they ask one. */
function cartLineOf(
  line: DraftLine,
  currency: string,
  variants: ReadonlyMap<string, SellableVariant>,
): CartLine {
  const variant = variants.get(line.variant_id);
  const known = variant ?? unknownVariant(line);
  const prices =
    line.unit_price === undefined ? known.prices : { ...known.prices, [currency]: line.unit_price };
  return {
    id: line.id,
    quantity: line.quantity,
    variant: { ...known, prices },
    sold: variant !== undefined && prices[currency] !== undefined,
  };
}

function unknownVariant({ variant_id: variantId, sku, name }: DraftLine): SellableVariant {
  return {
    variantId,
    productId: variantId,
    sku,
    name,
    options: {},
    imageUrl: null,
    weightGrams: 0,
    requiresShipping: true,
    taxable: true,
    prices: {},
    available: 0,
  };
}
