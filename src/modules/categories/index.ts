export { categoryRoutes } from "./categories.routes.ts";
export { categorySubscribers } from "./categories.subscribers.ts";
