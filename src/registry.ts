import { accountsJobs, accountsRoutes } from "./modules/accounts/index.ts";
import {
  cartDeliveryRoutes,
  cartItemRoutes,
  cartQuoteRoutes,
  cartSavedRoutes,
  cartSubscribers,
} from "./modules/cart/index.ts";
import { importRoutes } from "./modules/catalog-files/index.ts";
import { categoryRoutes, categorySubscribers } from "./modules/categories/index.ts";
import { checkoutJobs, checkoutRoutes, checkoutSubscribers } from "./modules/checkout/index.ts";
import { customerJobs, customerRoutes, customerSubscribers } from "./modules/customers/index.ts";
import { identityRoutes } from "./modules/identity/index.ts";
import { inventoryJobs, inventoryRoutes, inventorySubscribers } from "./modules/inventory/index.ts";
import { mediaJobs, mediaRoutes } from "./modules/media/index.ts";
import { notificationSubscribers } from "./modules/notifications/index.ts";
import { opsJobs, opsRoutes } from "./modules/ops/index.ts";
import { orderRoutes } from "./modules/orders/index.ts";
import { paymentJobs, paymentRoutes } from "./modules/payments/index.ts";
import { productMediaRoutes } from "./modules/product-media/index.ts";
import {
  bulkRoutes,
  productJobs,
  productPartRoutes,
  productRoutes,
  variantRoutes,
} from "./modules/products/index.ts";
import { searchJobs, searchRoutes, searchSubscribers } from "./modules/search/index.ts";
import { shippingRoutes } from "./modules/shipping/index.ts";
import { taxRoutes } from "./modules/tax/index.ts";
import { transfersJobs, transfersRoutes, transfersSubscribers } from "./modules/transfers/index.ts";
import type { Subscriber } from "./platform/events.ts";
import type { Route } from "./platform/http/index.ts";
import type { Job } from "./platform/jobs.ts";

// The only list of what the modules contribute. A feature that is not named here does not exist.

export const routes: readonly Route[] = [
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
  ...orderRoutes,
  ...customerRoutes,
  ...inventoryRoutes,
  ...mediaRoutes,
  ...paymentRoutes,
  ...shippingRoutes,
  ...taxRoutes,
  ...transfersRoutes,
  ...opsRoutes,
];

export const subscribers: readonly Subscriber[] = [
  ...searchSubscribers,
  ...categorySubscribers,
  ...cartSubscribers,
  ...checkoutSubscribers,
  ...customerSubscribers,
  ...inventorySubscribers,
  ...notificationSubscribers,
  ...transfersSubscribers,
];

export const jobs: readonly Job[] = [
  ...opsJobs,
  ...accountsJobs,
  ...checkoutJobs,
  ...customerJobs,
  ...mediaJobs,
  ...paymentJobs,
  ...searchJobs,
  ...productJobs,
  ...transfersJobs,
  ...inventoryJobs,
];
