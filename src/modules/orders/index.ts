export { orderOrThrow } from "./get-order.ts";
export { newOrderNumber } from "./order-number.ts";
export { transitionRefused } from "./orders.errors.ts";
export { orderExpired, orderPaid, orderPaidTooLate, orderPlaced } from "./orders.events.ts";
export {
  canTransition,
  ORDER_STATUSES,
  ORDER_TRANSITIONS,
  type OrderAction,
  type OrderStatus,
  transition,
} from "./orders.machine.ts";
export {
  CART_GENERATION,
  findExpiredOrders,
  findOrder,
  findOrderOfCart,
  insertOrderStmts,
  type OrderRow,
  TRANSITION_LOCK,
  transitionStmts,
} from "./orders.repo.ts";
export { orderRoutes } from "./orders.routes.ts";
export { type Order, orderSchema } from "./orders.schema.ts";
export { orderView } from "./orders.view.ts";
export type { NewOrder, NewOrderLine } from "./orders.table.ts";
