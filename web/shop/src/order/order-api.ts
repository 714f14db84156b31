import { client, dataOf, idempotencyKey, type Schema } from "../api.ts";
import { orderToken } from "./order-tokens.ts";

/** All that the page of an order shows. */
export interface OrderFile {
  order: Schema<"Order">;
  payable: Schema<"PayableOrder">;
  events: Schema<"OrderEvent">[];
  fulfillments: Schema<"Fulfillment">[];
  returns: Schema<"Return">[];
}

/** The header that opens a guest's order, where this browser has its token. */
export function tokenHeader(order: string): { "X-Order-Token"?: string } {
  const token = orderToken(order);
  return token === undefined ? {} : { "X-Order-Token": token };
}

/** Reads the order with what happened to it. */
export async function readOrderFile(id: string): Promise<OrderFile> {
  const params = { path: { id }, header: tokenHeader(id) };
  const listed = { ...params, query: { limit: 100 } };
  const [order, payable, events, fulfillments, returns] = await Promise.all([
    dataOf(client.GET("/api/v1/orders/{id}", { params })),
    dataOf(client.GET("/api/v1/orders/{id}/payable", { params })),
    dataOf(client.GET("/api/v1/orders/{id}/events", { params: listed })),
    dataOf(client.GET("/api/v1/orders/{id}/fulfillments", { params: listed })),
    dataOf(client.GET("/api/v1/orders/{id}/returns", { params: listed })),
  ]);
  return { order, payable, events: events.data, fulfillments: fulfillments.data, returns: returns.data };
}

/** Asks only whether the order is another by now. */
export function readOrder(id: string): Promise<Schema<"Order">> {
  return dataOf(client.GET("/api/v1/orders/{id}", { params: { path: { id }, header: tokenHeader(id) } }));
}

/** Cancels the order as a whole. */
export function cancelOrder(
  id: string,
  key: string,
  reason: string | undefined,
): Promise<Schema<"CancelledOrder">> {
  const params = { path: { id }, header: { ...tokenHeader(id), "Idempotency-Key": key } };
  const body = { restock: true, notify: true, ...(reason === undefined ? {} : { reason }) };
  return dataOf(client.POST("/api/v1/orders/{id}/cancel", { params, body }));
}

export interface ReturnRequest {
  line_items: { id: string; quantity: number }[];
  reason?: string;
  exchange: boolean;
}

/** Asks for units to be taken back. */
export function requestReturn(id: string, key: string, body: ReturnRequest): Promise<Schema<"Return">> {
  const params = { path: { id }, header: { ...tokenHeader(id), "Idempotency-Key": key } };
  return dataOf(client.POST("/api/v1/orders/{id}/returns", { params, body }));
}

/** Calls a return off. */
export function cancelReturn(order: string, id: string): Promise<Schema<"Return">> {
  return dataOf(
    client.POST("/api/v1/returns/{id}/cancel", { params: { path: { id }, header: tokenHeader(order) } }),
  );
}

/** Puts the order's items into the cart again. */
export function reorder(id: string): Promise<Schema<"Reordered">> {
  const params = { path: { id }, header: { ...tokenHeader(id), "Idempotency-Key": idempotencyKey() } };
  return dataOf(client.POST("/api/v1/orders/{id}/reorder", { params }));
}

/** The invoice, a whole page of HTML. */
export function readInvoice(id: string): Promise<string> {
  const params = { path: { id }, header: tokenHeader(id) };
  return dataOf(client.GET("/api/v1/orders/{id}/invoice", { params, parseAs: "text" }));
}
