import { invariantsJob } from "./check-invariants.ts";

export { invariantRoutes } from "./invariants.routes.ts";

export const invariantJobs = [invariantsJob] as const;
