export {
  eraseClosedOrdersStmts,
  findCartsOfOrders,
  findErasableOrders,
  findOrderIdsOf,
  requestErasureStmt,
  requestLateErasuresStmt,
} from "./erase-orders.repo.ts";
export { orderOrThrow } from "./get-order.ts";
export { attachGuestOrdersStmt } from "./order-owners.repo.ts";
export { newOrderNumber } from "./order-number.ts";
export {
  latePaymentRefunded,
  orderExpired,
  orderPaid,
  orderPaidTooLate,
  orderPlaced,
} from "./orders.events.ts";
export { changeOrder, type OrderChange, OrderChangedMeanwhile } from "./change-order.ts";
export {
  linesOf,
  type OrderLineJson,
  type OrderPaymentJson,
  outstandingOf,
  paymentsOf,
  refundableOf,
} from "./order.parts.ts";
export { cancelBlocked, sendingBlocked } from "./order-guards.ts";
export { unitsValue, withoutUnits } from "./order-money.ts";
export {
  afterStep,
  canTransition,
  happening,
  type OrderAction,
  type OrderStatus,
  type OrderStep,
  transition,
} from "./orders.machine.ts";
export {
  CART_GENERATION,
  checkLaterStmt,
  findExpiredOrders,
  findOrder,
  findOrderOfCart,
  findOrders,
  insertOrderStmts,
  type OrderRow,
  orderStmt,
  TRANSITION_LOCK,
  transitionStmts,
} from "./orders.repo.ts";
export { demandsOf, orderedLines } from "./order-lines.ts";
export { orderRoutes } from "./orders.routes.ts";
export { type Order, orderSchema } from "./orders.schema.ts";
export { isErased, orderView } from "./orders.view.ts";
export type { NewOrder, NewOrderLine } from "./orders.table.ts";
