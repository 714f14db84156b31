import { z } from "@hono/zod-openapi";
import { preconditionFailed } from "../../platform/errors.ts";
import { capability, defineRoute, etagOf, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery, nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { addNote } from "./add-note.ts";
import { deleteNote } from "./delete-note.ts";
import { listNotes } from "./list-notes.ts";
import { listOrderEvents } from "./list-order-events.ts";
import { orderEventSchema } from "./order-events.schema.ts";
import { addNoteBody, noteParams, orderNoteSchema } from "./order-notes.schema.ts";
import { orderNoteView } from "./order-notes.view.ts";
import { setTagsBody } from "./order-tags.schema.ts";
import { noteWasSent } from "./orders.errors.ts";
import { orderSchema } from "./orders.schema.ts";
import { orderVersion, orderView } from "./orders.view.ts";
import { setTags } from "./set-tags.ts";

// What happens to an order besides its life cycle: who did what, what is said of it, under which tags it is found.

const seen = {
  tag: "Orders",
  access: capability("order:manage", "X-Order-Token"),
  requestHeaders: { "X-Order-Token": "The order's access_token, for guests." },
  params: idParams,
} as const;

const pageQuery = z.object({ limit: limitQuery, cursor: cursorQuery });

const eventsRoute = defineRoute({
  ...seen,
  method: "get",
  path: "/api/v1/orders/{id}/events",
  operationId: "listOrderEvents",
  summary: "List what happened to an order, oldest first",
  description:
    "Steps and changes of the order, entries of its payments' ledgers, refunds that were asked for, notes, mails. Staff see all of it, with who did it; " +
    "customers see what concerns them, and of who did it only the kind. An event stands where it was written down: `occurred_at` in its data " +
    "tells when something happened at Stripe.",
  query: pageQuery,
  success: [
    {
      status: 200,
      description: "A page of events",
      schema: pageSchema(orderEventSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, params, query, request }) => {
    const orderToken = request.header("X-Order-Token");
    const page = await listOrderEvents(ctx, { orderId: params.id, orderToken, ...query });
    return { body: page, headers: nextPageLink(request.url, page.pagination) };
  },
});

const notesRoute = defineRoute({
  ...seen,
  method: "get",
  path: "/api/v1/orders/{id}/notes",
  operationId: "listOrderNotes",
  summary: "List an order's notes, oldest first",
  description: "Staff read all of them, customers those that were written to them.",
  query: pageQuery,
  success: [
    {
      status: 200,
      description: "A page of notes",
      schema: pageSchema(orderNoteSchema),
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, params, query, request }) => {
    const orderToken = request.header("X-Order-Token");
    const page = await listNotes(ctx, { orderId: params.id, orderToken, ...query });
    return { body: page, headers: nextPageLink(request.url, page.pagination) };
  },
});

const addNoteRoute = defineRoute({
  method: "post",
  path: "/api/v1/orders/{id}/notes",
  operationId: "addOrderNote",
  tag: "Orders",
  summary: "Write a note to an order",
  description: "One for the customer is mailed to them, once.",
  access: permission("order:manage"),
  params: idParams,
  body: addNoteBody,
  bodyExample: { body: "Called: please leave it with the neighbour.", visibility: "internal" },
  success: [
    {
      status: 201,
      description: "The note",
      schema: orderNoteSchema,
      headers: { Location: "The order's notes" },
    },
  ],
  handler: async ({ ctx, params, body }) => {
    const note = await addNote(ctx, { orderId: params.id, ...body });
    const headers = { Location: `/api/v1/orders/${params.id}/notes` };
    return { status: 201, body: orderNoteView(note, true), headers };
  },
});

const deleteNoteRoute = defineRoute({
  method: "delete",
  path: "/api/v1/orders/{id}/notes/{note_id}",
  operationId: "deleteOrderNote",
  tag: "Orders",
  summary: "Delete an internal note",
  description:
    "The timeline keeps that there was one and who deleted it. What was written to the customer stays.",
  access: permission("order:manage"),
  params: noteParams,
  success: [{ status: 204, description: "It is gone" }],
  errors: [noteWasSent],
  handler: async ({ ctx, params }) => {
    await deleteNote(ctx, { orderId: params.id, noteId: params.note_id });
    return { status: 204 };
  },
});

const tagsRoute = defineRoute({
  method: "put",
  path: "/api/v1/orders/{id}/tags",
  operationId: "setOrderTags",
  tag: "Orders",
  summary: "Set an order's tags",
  description:
    "The order has these and no others afterwards. Tags are the shop's own: customers do not see them.",
  access: permission("order:manage"),
  requestHeaders: { "If-Match": "Refuse the change with 412 unless the order still has this ETag." },
  params: idParams,
  body: setTagsBody,
  bodyExample: { tags: ["gift", "wholesale"] },
  success: [{ status: 200, description: "The order", schema: orderSchema, headers: { ETag: "Its version" } }],
  errors: [preconditionFailed],
  handler: async ({ ctx, params, body, request }) => {
    const ifMatch = request.header("If-Match");
    const order = await setTags(ctx, { orderId: params.id, tags: body.tags, ifMatch });
    return { body: orderView(order, ctx), etag: etagOf(orderVersion(order, ctx)) };
  },
});

export const orderDeskRoutes = [eventsRoute, notesRoute, addNoteRoute, deleteNoteRoute, tagsRoute] as const;
