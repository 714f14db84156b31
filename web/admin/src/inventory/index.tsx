import type { Area } from "../shared/area.ts";

export const inventory: Area = { label: "Inventory", resources: [] };
