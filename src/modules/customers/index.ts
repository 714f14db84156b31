import { subscribe } from "../../platform/events.ts";
import type { Job } from "../../platform/jobs.ts";
import { backupRestored, noteErasure } from "../backups/index.ts";
import { forgetProviderCustomer } from "../payments/index.ts";
import { addressRoutes } from "./addresses.routes.ts";
import { customerAdminRoutes } from "./customers.admin.routes.ts";
import { customerErased } from "./customers.events.ts";
import { ownCustomerRoutes } from "./customers.routes.ts";
import { eraseAgain } from "./erase-again.ts";
import { eraseCarts } from "./erase-carts.ts";
import { finishErasures } from "./finish-erasures.ts";
import { privacyRoutes } from "./privacy.routes.ts";

export { customerAskedForNews, customerErased } from "./customers.events.ts";
export { eraseCustomerStmts } from "./erasure.repo.ts";
export { findCustomer, findLocale, insertCustomerStmt } from "./customers.repo.ts";
export { customerView } from "./customers.view.ts";
export { stopMarketing } from "./stop-marketing.ts";

/** `/customers/me` comes first: the parameter of `/customers/{id}` would match it, too. */
export const customerRoutes = [
  ...ownCustomerRoutes,
  ...addressRoutes,
  ...privacyRoutes,
  ...customerAdminRoutes,
] as const;

export const customerSubscribers = [
  subscribe("customers.erase-carts", customerErased, (ctx, payload) =>
    eraseCarts(ctx, payload.customer_id, payload.order_ids),
  ),
  subscribe("customers.forget-at-stripe", customerErased, (ctx, payload) =>
    forgetProviderCustomer(ctx, payload.customer_id),
  ),
  subscribe("customers.note-erasure", customerErased, (ctx, payload) =>
    noteErasure(ctx, payload.customer_id),
  ),
  subscribe("customers.erase-again", backupRestored, eraseAgain, { repeatable: true }),
] as const;

export const customerJobs: readonly Job[] = [
  {
    name: "customers.finish-erasure",
    description: "Erases what could not be erased yet of those who asked for it",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 120,
    run: finishErasures,
  },
];
