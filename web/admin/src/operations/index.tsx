import type { Area } from "../shared/area.ts";

export const operations: Area = { label: "Operations", resources: [] };
