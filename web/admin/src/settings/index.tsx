import type { Area } from "../shared/area.ts";

export const settings: Area = { label: "Settings", resources: [] };
