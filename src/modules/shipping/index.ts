export {
  type Market,
  marketOf,
  type MarketRow,
  marketStmt,
  ratesFor,
  readMarket,
  type ShippingRate,
} from "./market.ts";
