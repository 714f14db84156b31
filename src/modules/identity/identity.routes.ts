import { apiKeyRoutes } from "./api-keys.routes.ts";
import { jwksRoutes } from "./jwks.routes.ts";
import { roleRoutes } from "./roles.routes.ts";

export const identityRoutes = [...apiKeyRoutes, ...roleRoutes, ...jwksRoutes] as const;
