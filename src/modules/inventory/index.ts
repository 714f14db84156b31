export { allocate, type Allocation, type Demand, type Level } from "./allocate.ts";
export { importStockStmts, type ImportedStock } from "./import-stock.ts";
export { MAIN_LOCATION_ID } from "./inventory.table.ts";
export { outOfStock } from "./inventory.errors.ts";
export { stockChanged } from "./inventory.events.ts";
export { inventoryRoutes } from "./inventory.routes.ts";
export { inventorySubscribers } from "./inventory.subscribers.ts";
export { levelsStmt, NOT_OVERSOLD, outOfStockError, releaseStmts, reserveStmts } from "./reservations.ts";
