import { defineRoute, permission } from "../../platform/http/index.ts";
import { nextPageLink, pageSchema } from "../../platform/pagination.ts";
import { movementQuery, movementSchema, reservationQuery, reservationSchema } from "./ledger.schema.ts";
import { listMovements, listReservations } from "./list-ledger.ts";

const common = { tag: "Inventory", access: permission("inventory:manage") } as const;
const headers = { Link: "The next page" };

const movementsRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/inventory/movements",
  operationId: "listStockMovements",
  summary: "List what came and went",
  description: "The ledger: every change of what is on hand, with who made it and why.",
  query: movementQuery,
  success: [{ status: 200, description: "A page of movements", schema: pageSchema(movementSchema), headers }],
  handler: async ({ ctx, query, request }) => {
    const page = await listMovements(ctx, query);
    return { body: page, headers: nextPageLink(request.url, page.pagination) };
  },
});

const reservationsRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/inventory/reservations",
  operationId: "listStockReservations",
  summary: "List what orders hold now, the oldest first",
  query: reservationQuery,
  success: [
    { status: 200, description: "A page of reservations", schema: pageSchema(reservationSchema), headers },
  ],
  handler: async ({ ctx, query, request }) => {
    const page = await listReservations(ctx, query);
    return { body: page, headers: nextPageLink(request.url, page.pagination) };
  },
});

export const ledgerRoutes = [movementsRoute, reservationsRoute] as const;
