export {
  eraseClosedOrdersStmts,
  findCartsOfOrders,
  findErasableOrders,
  findOrderIdsOf,
  requestErasureStmt,
  requestLateErasuresStmt,
} from "./erase-orders.repo.ts";
export { addressLines } from "./address-lines.ts";
export { orderOrThrow } from "./get-order.ts";
export { findNote } from "./order-notes.repo.ts";
export { attachGuestOrdersStmt } from "./order-owners.repo.ts";
export { CREDIT_IN_DISPUTE, creditedOf, PAYMENT_ROWS } from "./order-payments.repo.ts";
export { newOrderNumber } from "./order-number.ts";
export {
  latePaymentRefunded,
  orderExpired,
  orderNoteAdded,
  factsOf,
  orderPaid,
  orderPaidTooLate,
  orderPlaced,
} from "./orders.events.ts";
export {
  changeOrder,
  type OrderChange,
  OrderChangedMeanwhile,
  orderOvertaken,
  requireOrderMatch,
} from "./change-order.ts";
export {
  keptOf,
  linesOf,
  type OrderLineJson,
  type OrderPaymentJson,
  outstandingOf,
  paymentsOf,
  refundableOf,
  refundedUnsent,
} from "./order.parts.ts";
export { fulfillmentStepsAfter } from "./fulfillment-steps.ts";
export { cancelBlocked, customerCancelBlocked, editBlocked, holdOf, sendingBlocked } from "./order-guards.ts";
export { unitsValue, withoutUnits } from "./order-money.ts";
export { sumsChange } from "./sums-change.ts";
export {
  afterStep,
  canTransition,
  happening,
  ORDER_EVENTS,
  ORDER_TRANSITIONS,
  type OrderAction,
  type OrderStatus,
  type OrderStep,
  transition,
} from "./orders.machine.ts";
export {
  CART_GENERATION,
  checkLaterStmt,
  ERASED_MEANWHILE,
  findExpiredOrders,
  findOrder,
  findOrderOfCart,
  findOrders,
  insertLinesStmt,
  insertOrderStmts,
  type OrderRow,
  orderStmt,
  requireErasedStmt,
  TRANSITION_LOCK,
  transitionStmts,
} from "./orders.repo.ts";
export { demandsOf, orderedLines } from "./order-lines.ts";
export { transitionRefused } from "./orders.errors.ts";
export { orderRoutes } from "./orders.routes.ts";
export { type Order, orderSchema } from "./orders.schema.ts";
export { isErased, orderVersion, orderView } from "./orders.view.ts";
export type { NewOrder, NewOrderLine, PlacedPricing } from "./orders.table.ts";
