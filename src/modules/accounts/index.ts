import { accountRoutes } from "./account.routes.ts";
import { loginRoutes } from "./login.routes.ts";
import { passwordRoutes } from "./password.routes.ts";
import { secondFactorRoutes } from "./second-factor.routes.ts";
import { sessionRoutes } from "./session.routes.ts";
import { userRoutes } from "./users.routes.ts";

export const accountsRoutes = [
  ...loginRoutes,
  ...sessionRoutes,
  ...accountRoutes,
  ...passwordRoutes,
  ...secondFactorRoutes,
  ...userRoutes,
] as const;
export { accountsJobs } from "./accounts.jobs.ts";
