import type { Schema } from "../../../../../client/index.ts";

export type Product = Omit<Schema<"AdminProduct">, "variants"> & { variants: Variant[] };
export type Variant = Schema<"AdminVariant">;
export type ProductPatch = Schema<"ProductPatch">;
