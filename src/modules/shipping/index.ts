import { rateRoutes } from "./rates.routes.ts";
import { zoneRoutes } from "./zones.routes.ts";

export { explainRate, explainZones, type Overtaken } from "./explain-rates.ts";
export { type Market, type Parcel, ratesFor, type ShippingRate } from "./market.ts";
export { marketOf, type MarketRow, marketStmt, overtakenOf, readMarket } from "./market.repo.ts";
export { deliverySchema } from "./rates.schema.ts";
export { notServed } from "./shipping.errors.ts";
export { deliveryView } from "./zones.view.ts";

export const shippingRoutes = [...zoneRoutes, ...rateRoutes] as const;
