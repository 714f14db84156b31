import { subscribe } from "../../platform/events.ts";
import { productChanged } from "../catalog/index.ts";
import { stockChanged } from "../inventory/index.ts";
import { projectAvailability } from "./project-availability.ts";
import { projectProducts } from "./project-products.ts";

// Projecting twice gives the same documents, so these record no processed event.
export const searchSubscribers = [
  subscribe("search.project-products", productChanged, (ctx, payload) =>
    projectProducts(ctx, payload.product_ids),
  ),
  subscribe("search.project-availability", stockChanged, (ctx, payload) =>
    projectAvailability(ctx, payload.variant_ids),
  ),
] as const;
