import type { Area } from "../shared/area.ts";

export const orders: Area = { label: "Orders", resources: [] };
