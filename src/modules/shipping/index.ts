export { marketOf, type MarketRow, marketStmt, readMarket } from "./market.repo.ts";
export { type Market, ratesFor, type ShippingRate } from "./market.ts";
