export { allocate, type Allocation, type Demand, type Level } from "./allocate.ts";
export { giveBackStmts } from "./give-back.ts";
export { importStockStmts, type ImportedStock } from "./import-stock.repo.ts";
export { MAIN_LOCATION_ID } from "./inventory.table.ts";
export { outOfStock, outOfStockError } from "./inventory.errors.ts";
export { lowStock, stockChanged } from "./inventory.events.ts";
export { inventoryJobs } from "./inventory.jobs.ts";
export { inventoryRoutes } from "./inventory.routes.ts";
export { inventorySubscribers } from "./inventory.subscribers.ts";
export { listLowStock } from "./list-low-stock.ts";
export { readStock } from "./read-stock.ts";
export { restockStmts } from "./restock.repo.ts";
export { isLow, variantsChangedSince } from "./stock.repo.ts";
export { assignUnitsStmts } from "./assign-units.ts";
export { unassignStmt } from "./reservation-portions.repo.ts";
export {
  bookPaidStmts,
  heldLinesStmt,
  levelsStmt,
  LOCATION_ACTIVE,
  NOT_OVERSOLD,
  releaseStmts,
  reserveStmts,
  sellStmts,
} from "./reservations.repo.ts";
