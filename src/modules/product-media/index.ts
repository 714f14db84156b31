export { productMediaRoutes } from "./product-media.routes.ts";
