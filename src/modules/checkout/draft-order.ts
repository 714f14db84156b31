import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type CartState, chosenRate, explainCart, quoteCart, unitPrice } from "../cart/index.ts";
import type { Demand } from "../inventory/index.ts";
import { newOrderNumber, type NewOrder, type NewOrderLine, type OrderRow } from "../orders/index.ts";

/** An order that is ready to be committed: its rows, what it needs of the stock, and itself as it will be read. */
export interface DraftedOrder {
  cart: CartState;
  order: NewOrder;
  lines: NewOrderLine[];
  demands: Demand[];
  row: OrderRow;
}

/** Where an order comes from, and how long it can be paid; by default a cart, and as long as the shop says. */
export interface OrderOrigin {
  source?: NonNullable<NewOrder["source"]>;
  holdSeconds?: number;
  /** The language that the shopper reads. */
  locale?: string | null | undefined;
}

/** Makes the order out of a complete, refreshed cart. The figures are those of the quote, line by line. */
export function draftOrder(
  ctx: Ctx,
  cart: CartState,
  customerId: string | undefined,
  { source = "cart", holdSeconds = ctx.config.ORDER_HOLD_MINUTES * 60, locale }: OrderOrigin = {},
): DraftedOrder {
  const { shippingAddress, email, currency } = cart;
  if (!shippingAddress || email === undefined) throw new Error("the cart was not checked");
  const now = ctx.now();
  const placedAt = isoTime(now);
  const expiresAt = isoTime(addSeconds(now, holdSeconds));
  const quote = quoteCart(cart);
  const rate = chosenRate(cart);
  const order: NewOrder = {
    id: ctx.newId(),
    number: newOrderNumber(),
    status: "pending_payment",
    currency,
    email,
    customerId: customerId ?? null,
    cartId: cart.id,
    cartGeneration: cart.generation,
    shippingAddress,
    billingAddress: cart.billingAddress ?? null,
    shippingOption: rate ? { id: rate.id, name: rate.name, amount: quote.shipping.amount } : null,
    taxLines: quote.taxLines,
    ...quote.totals,
    pricing: {
      pricesIncludeTax: cart.market?.pricesIncludeTax ?? false,
      rounding: cart.market?.rounding ?? "order",
      shippingTaxes: quote.shipping.taxes,
      explanation: explainCart(cart, quote),
    },
    note: cart.note ?? null,
    locale: locale ?? null,
    source,
    placedAt,
    expiresAt,
    checkAt: expiresAt,
    createdAt: placedAt,
    updatedAt: placedAt,
  };
  const lines: NewOrderLine[] = cart.lines.map((line, position) => ({
    id: ctx.newId(),
    orderId: order.id,
    position,
    variantId: line.variant.variantId,
    productId: line.variant.productId,
    sku: line.variant.sku,
    name: line.variant.name,
    options: line.variant.options,
    imageUrl: line.variant.imageUrl,
    note: line.note ?? null,
    quantity: line.quantity,
    unitPrice: quote.lines[position]?.unitPrice ?? unitPrice(line, currency),
    discount: quote.lines[position]?.discount ?? 0,
    tax: quote.lines[position]?.tax ?? 0,
    taxIncluded: quote.lines[position]?.taxIncluded ?? 0,
    taxes: quote.lines[position]?.taxes ?? [],
    total: quote.lines[position]?.total ?? 0,
  }));
  return { cart, order, lines, demands: lines.map(demandOf), row: rowOf(order, lines) };
}

function demandOf(line: NewOrderLine): Demand {
  return { orderLineId: line.id, variantId: line.variantId, sku: line.sku, quantity: line.quantity };
}

/** The row as a read would find it, so that the answer needs no read. */
function rowOf(order: NewOrder, lines: readonly NewOrderLine[]): OrderRow {
  return {
    id: order.id,
    number: order.number,
    status: order.status,
    currency: order.currency,
    email: order.email,
    customer_id: order.customerId ?? null,
    cart_id: order.cartId,
    cart_generation: order.cartGeneration,
    shipping_address: JSON.stringify(order.shippingAddress),
    billing_address: order.billingAddress ? JSON.stringify(order.billingAddress) : null,
    shipping_option: order.shippingOption ? JSON.stringify(order.shippingOption) : null,
    tax_lines: JSON.stringify(order.taxLines),
    subtotal: order.subtotal,
    discount: order.discount,
    shipping: order.shipping,
    tax: order.tax,
    tax_included: order.taxIncluded ?? 0,
    total: order.total,
    pricing: order.pricing ? JSON.stringify(order.pricing) : null,
    note: order.note ?? null,
    locale: order.locale ?? null,
    placed_at: order.placedAt,
    expires_at: order.expiresAt ?? null,
    hold: null,
    source: order.source ?? "cart",
    version: 1,
    lines: JSON.stringify(
      lines.map((line) => ({
        id: line.id,
        variant_id: line.variantId,
        product_id: line.productId,
        sku: line.sku,
        name: line.name,
        options: line.options,
        image_url: line.imageUrl ?? null,
        note: line.note ?? null,
        quantity: line.quantity,
        unit_price: line.unitPrice,
        discount: line.discount,
        tax: line.tax,
        tax_included: line.taxIncluded ?? 0,
        taxes: line.taxes,
        total: line.total,
        removed: 0,
        fulfilled: 0,
        shipped: 0,
        delivered: 0,
        in_return: 0,
        returned: 0,
        refunded: 0,
        refunded_removed: 0,
      })),
    ),
    payments: "[]",
    tags: "[]",
  };
}
