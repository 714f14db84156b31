export { bulkRoutes } from "./bulk.routes.ts";
export { decideAnew } from "./edit-product.ts";
export { productPartRoutes } from "./product-parts.routes.ts";
export { PRODUCT_UNCHANGED } from "./product-write.repo.ts";
export { productJobs } from "./products.jobs.ts";
export { productRoutes } from "./products.routes.ts";
export { Overtaken } from "./save-product.ts";
export { variantRoutes } from "./variants.routes.ts";
