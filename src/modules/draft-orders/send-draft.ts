import type { Ctx } from "../../platform/ctx.ts";
import { checkVersion, overtaken } from "../../platform/overtaken.ts";
import { commitOrder, draftOrder, paymentUrl } from "../checkout/index.ts";
import { outOfStock } from "../inventory/index.ts";
import { CART_GENERATION, findOrder, type OrderRow } from "../orders/index.ts";
import { notServed } from "../shipping/index.ts";
import { draftIncomplete, requireDraftAction } from "./draft-orders.errors.ts";
import { draftSent } from "./draft-orders.events.ts";
import { closeDraftStmt, DRAFT_UNCHANGED, type DraftRow } from "./draft-orders.repo.ts";
import { draftProblems } from "./draft-problems.ts";
import { draftOrThrow } from "./read-draft.ts";
import { type DraftFacts, readDraftFacts } from "./read-draft-facts.ts";

export interface SentDraft {
  order: OrderRow;
  /** null when nothing is to be paid (any more). */
  paymentUrl: string | null;
}

/**
 * Places a draft as an order that waits to be paid, at the prices, rates and taxes of now, and holds its stock for DRAFT_HOLD_HOURS.
 * Stripe is not asked before the customer pays. The draft's id stands for the cart, so a draft is one order, however often it is
 * sent: sending it again answers the order that there is.
 * @throws resource.not_found; draft_order.transition_refused, draft_order.incomplete, shipping.not_served, inventory.out_of_stock
 * @throws resource.precondition_failed, resource.conflict when the draft was changed meanwhile
 */
export async function sendDraft(
  ctx: Ctx,
  input: { id: string; expectedVersion: number | undefined; notify: boolean },
): Promise<SentDraft> {
  const row = await draftOrThrow(ctx, input.id);
  if (row.order_id !== null) return sent(ctx, row.order_id);
  checkVersion(row, input.expectedVersion);
  requireDraftAction(row, "send");
  try {
    return await sent(ctx, await place(ctx, row, input));
  } catch (error) {
    // Whatever stood in our way may be the order that somebody else has sent it as: it has the stock, for one.
    const { order_id: orderId } = await draftOrThrow(ctx, row.id);
    if (orderId === null) throw error;
    return sent(ctx, orderId);
  }
}

/** Makes the order. Answers its id. */
async function place(
  ctx: Ctx,
  row: DraftRow,
  { expectedVersion, notify }: { expectedVersion: number | undefined; notify: boolean },
): Promise<string> {
  const facts = await factsOf(ctx, row);
  requireSendable(facts);
  const drafted = draftOrder(ctx, facts.cart, row.customer_id ?? undefined, {
    source: "draft",
    holdSeconds: ctx.config.DRAFT_HOLD_HOURS * 60 * 60,
  });
  const orderId = drafted.row.id;
  const changed = () => overtaken(expectedVersion);
  await commitOrder(
    ctx,
    drafted,
    { levels: facts.levels, readAgain: async () => (await factsOf(ctx, row)).levels },
    {
      statements: [closeDraftStmt(ctx, row, { status: "sent", orderId })],
      events: [draftSent({ draft_id: row.id, order_id: orderId, notify })],
      constraints: { [CART_GENERATION]: changed, [DRAFT_UNCHANGED]: changed },
    },
  );
  return orderId;
}

async function factsOf(ctx: Ctx, row: DraftRow): Promise<DraftFacts> {
  const [facts] = await readDraftFacts(ctx, [row], { stock: true });
  if (!facts) throw new Error("a draft was read without its facts");
  return facts;
}

async function sent(ctx: Ctx, orderId: string): Promise<SentDraft> {
  const order = await findOrder(ctx, orderId);
  if (!order) throw new Error(`the order ${orderId} of a draft does not exist`);
  return { order, paymentUrl: await paymentUrl(ctx, order) };
}

/** @throws the error for the first thing that stands in the way */
function requireSendable(facts: DraftFacts): void {
  const problems = draftProblems(facts);
  const [first] = problems;
  if (!first) return;
  const errors = problems.map(({ pointer, code, message }) => ({ pointer, code, message }));
  if (problems.every(({ code }) => code === "insufficient_stock")) {
    const items = problems.map(({ pointer, available }) => {
      const line = facts.cart.lines[Number(pointer.split("/").at(-1))];
      return {
        variant_id: line?.variant.variantId,
        sku: line?.variant.sku,
        requested: line?.quantity,
        available,
      };
    });
    throw outOfStock(first.message, { facts: { items }, errors });
  }
  if (first.code === "not_served") throw notServed(first.message, { errors });
  throw draftIncomplete(first.message, { errors });
}
