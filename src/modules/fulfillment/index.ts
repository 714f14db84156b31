import { fulfillmentAdminRoutes } from "./fulfillment.admin.routes.ts";
import { orderFulfillmentRoutes } from "./fulfillment.routes.ts";

export { cancelOpenFulfillments } from "./cancel-fulfillment.ts";
export * from "./fulfillment.events.ts";
export { fulfillmentJobs } from "./fulfillment.jobs.ts";
export type { Fulfillment } from "./fulfillment.schema.ts";
export { readFulfillment } from "./read-fulfillment.ts";

export const fulfillmentRoutes = [...fulfillmentAdminRoutes, ...orderFulfillmentRoutes] as const;
