import type { Ctx } from "../../platform/ctx.ts";
import type { Statement } from "../../platform/db.ts";
import type { EventType } from "../../platform/events.ts";
import { findOrder, isErased, type OrderRow, orderView, requireErasedStmt } from "../orders/index.ts";

/** What a message tells, rendered as of now. */
export interface Rendered {
  data: Record<string, unknown>;
  /** Whose data it holds: they are taken out of it when the person is erased. */
  about?: { orderId?: string; customerId?: string };
  /** What must still be so when the message is kept. */
  guards?: Statement[];
}

/** A type of event as integrators know it. Its name, and what a version of it holds, do not change. */
export interface PublicEvent {
  readonly type: string;
  readonly version: number;
  readonly description: string;
  readonly source: EventType<unknown>;
  /** Members of `data`: ids (null), lists of ids ([]), or a resource by its name among the schemas of openapi.json. */
  readonly members: Readonly<Record<string, string | null | readonly []>>;
  /** Undefined when there is nothing to tell any more. */
  render(ctx: Ctx, payload: unknown): Promise<Rendered | undefined>;
}

/** Makes an event public, under its own name unless `as` says otherwise. */
export function publicEvent<Payload>(
  source: EventType<Payload>,
  members: PublicEvent["members"],
  render: (ctx: Ctx, payload: Payload) => Promise<Rendered | undefined>,
  as: { type: string; description: string } = source,
): PublicEvent {
  return {
    type: as.type,
    version: 1,
    description: as.description,
    source: source as EventType<unknown>,
    members,
    render: (ctx, payload) => render(ctx, source.schema.parse(payload)),
  };
}

/** An event that tells of an order, as staff see it. */
export function orderEvent<Payload extends { order_id: string }>(source: EventType<Payload>): PublicEvent {
  return partEvent(source, {}, "order", "Order", (ctx, _payload, order) =>
    Promise.resolve(orderView(order, ctx)),
  );
}

/**
 * An event that tells of something that belongs to an order, with ids of the payload. What was read before its person was erased is not
 * kept after it: the event is delivered again.
 */
export function partEvent<Payload extends { order_id: string }>(
  source: EventType<Payload>,
  ids: { [Id in keyof Payload]?: true },
  name: string,
  resource: string,
  read: (ctx: Ctx, payload: Payload, order: OrderRow) => Promise<object | null | undefined>,
): PublicEvent {
  const names = ["order_id", ...Object.keys(ids)];
  const members = { ...Object.fromEntries(names.map((id) => [id, null])), [name]: resource };
  return publicEvent(source, members, async (ctx, payload) => {
    const order = await findOrder(ctx, payload.order_id);
    const part = order && (await read(ctx, payload, order));
    if (!order || !part) return undefined;
    const told = Object.fromEntries(names.map((id) => [id, (payload as Record<string, unknown>)[id]]));
    return {
      data: { ...told, [name]: part },
      about: { orderId: order.id },
      guards: [requireErasedStmt(order.id, isErased(order))],
    };
  });
}
