export { type JobHealth, jobHealth } from "./job-health.ts";
export { jobRoutes } from "./jobs.routes.ts";
