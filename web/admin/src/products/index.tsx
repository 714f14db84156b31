import type { Area } from "../shared/area.ts";

export const products: Area = { label: "Catalog", resources: [] };
