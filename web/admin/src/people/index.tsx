import type { Area } from "../shared/area.ts";

export const people: Area = { label: "People", resources: [] };
