import { inventory } from "./inventory/index.tsx";
import { operations } from "./operations/index.tsx";
import { orders } from "./orders/index.tsx";
import { people } from "./people/index.tsx";
import { products } from "./products/index.tsx";
import { settings } from "./settings/index.tsx";
import type { Area } from "./shared/area.ts";

/** The panel's parts, in the order of the menu. */
export const AREAS: readonly Area[] = [orders, products, inventory, people, operations, settings];
