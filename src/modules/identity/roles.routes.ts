import { z } from "@hono/zod-openapi";
import { PERMISSIONS, permissionsOf, ROLE_PERMISSIONS, ROLES } from "../../platform/auth.ts";
import { anyCaller, defineRoute } from "../../platform/http/index.ts";

const listRoute = defineRoute({
  method: "get",
  path: "/api/v1/auth/roles",
  operationId: "listRoles",
  tag: "Users",
  summary: "The roles, each with what it may do, and all permissions",
  access: anyCaller,
  success: [
    {
      status: 200,
      description: "The roles, each above the one before it",
      schema: z
        .object({
          data: z.array(
            z.object({ role: z.enum(["guest", ...ROLES]), permissions: z.array(z.enum(PERMISSIONS)) }),
          ),
          permissions: z.array(z.enum(PERMISSIONS)),
        })
        .openapi("Roles"),
    },
  ],
  handler: ({ ctx }) => {
    // Settings may allow guests less than the table does.
    const guest = {
      role: "guest",
      permissions: permissionsOf({ actor: { kind: "guest" }, config: ctx.config }),
    };
    const users = ROLES.map((role) => ({ role, permissions: ROLE_PERMISSIONS[role] }));
    return Promise.resolve({ body: { data: [guest, ...users], permissions: PERMISSIONS } });
  },
});

export const roleRoutes = [listRoute] as const;
