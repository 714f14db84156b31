import type { ImportedVariant } from "./imported-product.ts";

/** A variant of the shop, archived or not. */
export interface ExistingVariant {
  id: string;
  sku: string;
  options: Record<string, string>;
  archived: boolean;
  /** Units at the main location that no order holds; null when it has no stock record. */
  available: number | null;
  backorder: boolean;
}

export interface Pair {
  imported: ImportedVariant;
  match: ExistingVariant | undefined;
}

type Comparable = Pick<ExistingVariant, "options"> & { id?: string; sku: string | null };

/** From the surest sign of being the same variant to the weakest. null: the sign is absent. */
const SIGNS: ((variant: Comparable) => string | null)[] = [
  ({ id }) => id ?? null,
  // Options by name, in any order.
  ({ options }) => JSON.stringify(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1))),
  // The same values where an option got another name.
  ({ options }) => JSON.stringify(Object.values(options)),
  // The same SKU where an option's value got another name. Generated SKUs never count.
  ({ sku }) => sku,
];

/**
 * Finds the variant of the shop that each imported variant is, so that it keeps its id. None is matched twice;
 * variants on sale come before archived ones.
 */
export function matchVariants(
  imported: readonly ImportedVariant[],
  existing: readonly ExistingVariant[],
): Pair[] {
  const pairs = imported.map((variant): Pair => ({ imported: variant, match: undefined }));
  const free = new Set([...existing].sort((a, b) => Number(a.archived) - Number(b.archived)));
  for (const sign of SIGNS) {
    const bySign = new Map<string, ExistingVariant>();
    for (const variant of free) {
      const key = sign(variant);
      if (key !== null && !bySign.has(key)) bySign.set(key, variant);
    }
    for (const pair of pairs) {
      const key = pair.match ? null : sign(pair.imported);
      const match = key === null ? undefined : bySign.get(key);
      if (!match || !free.delete(match)) continue;
      pair.match = match;
    }
  }
  return pairs;
}
