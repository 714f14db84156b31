import "vitest";
import type { ShopFacts } from "./start-shop.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The browser's program. */
    chromium: string;
    /** Where the browser is controlled. */
    browserEndpoint: string;
    shop: ShopFacts;
  }
}
