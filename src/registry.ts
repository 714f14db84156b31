import { adminRoutes } from "./modules/admin/index.ts";
import { accountsJobs, accountsRoutes } from "./modules/accounts/index.ts";
import { analyticsJobs, analyticsRoutes, analyticsSubscribers } from "./modules/analytics/index.ts";
import { auditJobs, auditRoutes, auditSubscribers } from "./modules/audit/index.ts";
import { backupJobs, backupRoutes } from "./modules/backups/index.ts";
import {
  cartDeliveryRoutes,
  cartItemRoutes,
  cartQuoteRoutes,
  cartSavedRoutes,
  cartSubscribers,
} from "./modules/cart/index.ts";
import { importRoutes } from "./modules/catalog-files/index.ts";
import { categoryRoutes, categorySubscribers } from "./modules/categories/index.ts";
import {
  checkoutJobs,
  checkoutRoutes,
  checkoutSubscribers,
  reconciliationRoutes,
  reorderRoutes,
} from "./modules/checkout/index.ts";
import { orderChangeJobs, orderChangeRoutes, orderChangeSubscribers } from "./modules/order-changes/index.ts";
import { draftOrderRoutes } from "./modules/draft-orders/index.ts";
import { customerJobs, customerRoutes, customerSubscribers } from "./modules/customers/index.ts";
import { eventJobs, eventRoutes, eventSubscribers } from "./modules/events/index.ts";
import { flagJobs, flagRoutes } from "./modules/flags/index.ts";
import { fulfillmentJobs, fulfillmentRoutes } from "./modules/fulfillment/index.ts";
import { identityRoutes } from "./modules/identity/index.ts";
import { invariantJobs, invariantRoutes } from "./modules/invariants/index.ts";
import { inventoryJobs, inventoryRoutes, inventorySubscribers } from "./modules/inventory/index.ts";
import { jobRoutes } from "./modules/jobs/index.ts";
import { mediaJobs, mediaRoutes } from "./modules/media/index.ts";
import {
  notificationJobs,
  notificationRoutes,
  notificationSubscribers,
} from "./modules/notifications/index.ts";
import { opsJobs, opsRoutes } from "./modules/ops/index.ts";
import { orderRoutes } from "./modules/orders/index.ts";
import {
  paymentJobs,
  paymentRoutes,
  paymentSubscribers,
  savedMethodRoutes,
} from "./modules/payments/index.ts";
import { productMediaRoutes } from "./modules/product-media/index.ts";
import {
  bulkRoutes,
  productJobs,
  productPartRoutes,
  productRoutes,
  variantRoutes,
} from "./modules/products/index.ts";
import { returnRoutes, returnSubscribers } from "./modules/returns/index.ts";
import { searchJobs, searchRoutes, searchSubscribers } from "./modules/search/index.ts";
import { shopRoutes } from "./modules/shop/index.ts";
import { shippingRoutes } from "./modules/shipping/index.ts";
import { taxRoutes } from "./modules/tax/index.ts";
import { transfersJobs, transfersRoutes, transfersSubscribers } from "./modules/transfers/index.ts";
import { webhookJobs, webhookRoutes, webhookSubscribers } from "./modules/webhooks/index.ts";
import type { Subscriber } from "./platform/events.ts";
import type { Route } from "./platform/http/index.ts";
import type { Job } from "./platform/jobs.ts";
import { setRegistered } from "./platform/registered.ts";

// The only list of what the modules contribute. A feature that is not named here does not exist.

export const routes: readonly Route[] = [
  ...shopRoutes,
  ...identityRoutes,
  ...accountsRoutes,
  ...searchRoutes,
  ...importRoutes,
  ...bulkRoutes,
  ...productRoutes,
  ...variantRoutes,
  ...productPartRoutes,
  ...categoryRoutes,
  ...productMediaRoutes,
  ...cartItemRoutes,
  ...cartDeliveryRoutes,
  ...cartQuoteRoutes,
  ...cartSavedRoutes,
  ...checkoutRoutes,
  // Before the payments': the parameter of /payments/{id} would match it, too.
  ...reconciliationRoutes,
  ...reorderRoutes,
  ...draftOrderRoutes,
  ...orderChangeRoutes,
  ...orderRoutes,
  ...fulfillmentRoutes,
  ...customerRoutes,
  ...inventoryRoutes,
  ...mediaRoutes,
  ...paymentRoutes,
  ...savedMethodRoutes,
  ...returnRoutes,
  ...shippingRoutes,
  ...taxRoutes,
  ...transfersRoutes,
  ...auditRoutes,
  ...analyticsRoutes,
  ...notificationRoutes,
  ...webhookRoutes,
  ...eventRoutes,
  ...jobRoutes,
  ...invariantRoutes,
  ...backupRoutes,
  ...flagRoutes,
  ...adminRoutes,
  ...opsRoutes,
];

export const subscribers: readonly Subscriber[] = [
  ...searchSubscribers,
  ...categorySubscribers,
  ...auditSubscribers,
  ...cartSubscribers,
  ...checkoutSubscribers,
  ...orderChangeSubscribers,
  ...customerSubscribers,
  ...inventorySubscribers,
  ...notificationSubscribers,
  ...paymentSubscribers,
  ...returnSubscribers,
  ...transfersSubscribers,
  ...eventSubscribers,
  ...webhookSubscribers,
  ...analyticsSubscribers,
];

export const jobs: readonly Job[] = [
  ...opsJobs,
  ...auditJobs,
  ...accountsJobs,
  ...checkoutJobs,
  ...orderChangeJobs,
  ...customerJobs,
  ...fulfillmentJobs,
  ...mediaJobs,
  ...paymentJobs,
  ...searchJobs,
  ...productJobs,
  ...transfersJobs,
  ...inventoryJobs,
  ...eventJobs,
  ...flagJobs,
  ...invariantJobs,
  ...notificationJobs,
  ...webhookJobs,
  ...analyticsJobs,
  ...backupJobs,
];

setRegistered({ jobs, subscribers });
