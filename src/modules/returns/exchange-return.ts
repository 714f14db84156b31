import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import type { Address } from "../../platform/http/schemas.ts";
import { commitOrder, draftOrder } from "../checkout/index.ts";
import { type DraftFacts, draftLinesOf, draftProblems, readDraftFacts } from "../draft-orders/index.ts";
import {
  ERASED_MEANWHILE,
  findOrder,
  happening,
  isErased,
  linesOf,
  OrderChangedMeanwhile,
  type OrderRow,
  paymentsOf,
  requireErasedStmt,
  TRANSITION_LOCK,
  transitionStmts,
} from "../orders/index.ts";
import { askForRefunds } from "../payments/index.ts";
import { keepAnswerWith, requireMatch, type ReturnRef } from "./change-return.ts";
import { planExchange } from "./exchange-money.ts";
import { returnOrThrow } from "./get-return.ts";
import { insertCreditsStmts } from "./order-credits.repo.ts";
import { linesValue, refundableUnits } from "./refund-value.ts";
import { returnLinesOf } from "./return.parts.ts";
import { exchangeImpossible } from "./returns.errors.ts";
import { returnExchanged } from "./returns.events.ts";
import { refusedReturn, returnStatusAfter } from "./returns.machine.ts";
import { type ReturnRow, updateReturnStmt } from "./returns.repo.ts";
import type { ExchangeReturn } from "./returns.schema.ts";

const ATTEMPTS = 5;

/**
 * Sends something else for what came back: a new order to the same person and address, at the prices of now, paid by the value of the
 * units that came back. What they are worth more is refunded; what they are worth less is to be paid before the new order is carried
 * out. The new order, its stock, the credit and the refund are one commit.
 * @throws return.transition_refused, return.exchange_impossible, inventory.out_of_stock, refund.exceeds_captured
 */
export async function exchangeReturn(ctx: Ctx, ref: ReturnRef, input: ExchangeReturn): Promise<ReturnRow> {
  requirePermission(ctx, "order:manage");
  for (let attempt = 1; ; attempt++) {
    try {
      const refundIds = await tryExchange(ctx, ref, input);
      await askForRefunds(ctx, refundIds);
      return await returnOrThrow(ctx, ref.id);
    } catch (error) {
      if (!(error instanceof OrderChangedMeanwhile) || attempt >= ATTEMPTS) throw error;
    }
  }
}

async function tryExchange(ctx: Ctx, ref: ReturnRef, input: ExchangeReturn): Promise<string[]> {
  const { order_id: orderId } = await returnOrThrow(ctx, ref.id);
  keepAnswerWith(ctx, orderId);
  const order = await findOrder(ctx, orderId);
  if (!order) throw notFound("There is no such order.");
  // Read after the order: whatever changes it now takes the order's next step, too.
  const found = await returnOrThrow(ctx, ref.id);
  requireMatch(ctx, found, ref.ifMatch);
  const status = returnStatusAfter(found.status, "exchange");
  if (isErased(order)) throw refusedReturn(found.status, "exchange", "is of somebody who was erased");
  const facts = await readFacts(ctx, found, order, input);
  requireSendable(facts);
  const drafted = draftOrder(ctx, facts.cart, order.customer_id ?? undefined, {
    source: "exchange",
    locale: order.locale,
    holdSeconds: ctx.config.DRAFT_HOLD_HOURS * 60 * 60,
  });
  const orderLines = linesOf(order);
  const units = linesValue(refundableUnits(returnLinesOf(found), orderLines), orderLines);
  const money = planExchange(ctx, order, paymentsOf(order), found, units, drafted.row.total);
  const data = {
    return_id: found.id,
    exchange_order_id: drafted.row.id,
    credit: money.credit,
    refund: money.refund,
    refund_ids: money.plan.refundIds,
  };
  await commitOrder(
    ctx,
    drafted,
    {
      levels: facts.levels,
      readAgain: async () => (await readFacts(ctx, found, order, input)).levels,
    },
    {
      credit: money.credit,
      statements: [
        ...transitionStmts(ctx, happening(order, "exchange_placed", data)),
        // The new order has the person's address.
        requireErasedStmt(order.id, false),
        updateReturnStmt(ctx, found.id, {
          status,
          refundAmount: money.refund,
          exchangeOrderId: drafted.row.id,
        }),
        ...insertCreditsStmts(ctx, { orderId: drafted.row.id, returnId: found.id }, money.credits),
        ...money.plan.statements,
      ],
      events: [
        ...money.plan.events,
        returnExchanged({ order_id: order.id, return_id: found.id, exchange_order_id: drafted.row.id }),
      ],
      constraints: {
        ...money.plan.constraints,
        [TRANSITION_LOCK]: () => new OrderChangedMeanwhile(),
        [ERASED_MEANWHILE]: () => new OrderChangedMeanwhile(),
      },
      audit: [
        {
          action: "return.exchange",
          entity: "order",
          entityId: order.id,
          before: { return_id: found.id, status: found.status },
          after: { ...data, status },
        },
      ],
    },
  );
  return money.plan.refundIds;
}

/** The new order as a draft would be, so that one way of pricing serves all. The return's id stands for the cart: it is one order. */
async function readFacts(
  ctx: Ctx,
  found: ReturnRow,
  order: OrderRow,
  input: ExchangeReturn,
): Promise<DraftFacts> {
  const option =
    order.shipping_option === null ? null : (JSON.parse(order.shipping_option) as { id: string });
  const optionId = input.shipping_option_id ?? option?.id;
  const content = {
    lines: await draftLinesOf(ctx, input.line_items, order.currency),
    shipping_address: JSON.parse(order.shipping_address) as Address,
    ...(order.billing_address === null
      ? {}
      : { billing_address: JSON.parse(order.billing_address) as Address }),
    ...(optionId === undefined ? {} : { shipping_option_id: optionId }),
  };
  const draft = {
    id: found.id,
    status: "open" as const,
    currency: order.currency,
    email: order.email,
    customer_id: order.customer_id,
    content: JSON.stringify(content),
    order_id: null,
    created_at: found.created_at,
    updated_at: found.updated_at,
    version: 1,
  };
  const [facts] = await readDraftFacts(ctx, [draft], { stock: true });
  if (!facts) throw new Error("an exchange was read without its facts");
  return facts;
}

/** Too little stock is told where it is allocated. */
function requireSendable(facts: DraftFacts): void {
  const problems = draftProblems(facts).filter(({ code }) => code !== "insufficient_stock");
  const [first] = problems;
  if (!first) return;
  throw exchangeImpossible(first.message, {
    errors: problems.map(({ pointer, code, message }) => ({ pointer, code, message })),
  });
}
