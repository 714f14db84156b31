import { fingerprint } from "../../platform/crypto.ts";
import type { ImportedProduct, ImportedVariant, ImportError } from "./imported-product.ts";
import { type ExistingVariant, matchVariants, type Pair } from "./match-variants.ts";
import { importError, productRefused, RowRefused } from "./shopify-csv.fields.ts";

interface ExistingProduct {
  id: string;
  version: number;
  importHash: string | null;
  variants: ExistingVariant[];
}

/** What the shop has of the things that a chunk of products names. */
export interface Existing {
  bySlug: ReadonlyMap<string, ExistingProduct>;
  /** Which product uses a SKU, among those that the chunk asks for. */
  skuOwner: ReadonlyMap<string, string>;
  /** The ids of products that the chunk asks for and the shop has. */
  productIds: ReadonlySet<string>;
  /** Which product has a variant, among those that the chunk asks for by id. */
  variantOwner: ReadonlyMap<string, string>;
}

/** An imported product with the hash of its content. */
export interface Candidate {
  product: ImportedProduct;
  hash: string;
}

export interface PlannedVariant {
  id: string;
  sku: string;
  imported: ImportedVariant;
  existing: ExistingVariant | undefined;
}

/** What is to be done with one product. */
export interface ProductPlan {
  outcome: "created" | "updated" | "unchanged";
  id: string;
  /** The version that the row will have: the write fails when another one has got it meanwhile. */
  version: number;
  hash: string;
  product: ImportedProduct;
  variants: PlannedVariant[];
  /** Variants that the file has no longer. */
  archive: ExistingVariant[];
  /** Variants that must give up their SKU first, because the file gives it to another one of the product. */
  releaseSku: ExistingVariant[];
}

/**
 * Decides what an import does with a product. Refuses rows whose SKU another product uses, and rows that end the back-orders of
 * a variant that has promised more than is on hand: they are added to `errors`.
 * Returns undefined when that leaves no variant.
 */
export function planProduct(
  candidate: Candidate,
  existing: Existing,
  newId: () => string,
  errors: ImportError[],
): ProductPlan | undefined {
  const found = existing.bySlug.get(candidate.product.slug);
  const foreign = foreignId(candidate.product, existing, found?.id);
  if (foreign !== undefined) {
    const refusal = new RowRefused("id_taken", `The id ${foreign} belongs to another product.`);
    errors.push(...candidate.product.lines.map((line) => importError(line, refusal)));
    return undefined;
  }
  const owner = (sku: string | null) => (sku === null ? undefined : existing.skuOwner.get(sku));
  const isTaken = (sku: string | null) => owner(sku) !== undefined && owner(sku) !== found?.id;
  const taken = candidate.product.variants.filter((variant) => isTaken(variant.sku));
  for (const { line, sku } of taken) {
    errors.push({ line, code: "sku_taken", message: `The SKU "${sku ?? ""}" belongs to another product.` });
  }
  const own = taken.length === 0 ? candidate.product : without(candidate.product, taken);
  const matches = matchVariants(own.variants, found?.variants ?? []);
  const promised = matches.filter(breaksPromise).map(({ imported }) => imported);
  for (const { line } of promised) {
    const message =
      "The variant has promised more units than are on hand: it cannot end back-orders without a quantity.";
    errors.push({ line, code: "units_promised", message });
  }
  const product = promised.length === 0 ? own : without(own, promised);
  if (product.variants.length === 0) {
    errors.push(...product.lines.map((line) => importError(line, productRefused(product.slug))));
    return undefined;
  }
  const pairs = matches.filter(({ imported }) => !promised.includes(imported));
  const given = new Set(product.variants.map(({ sku }) => sku));
  const variants = pairs.map(({ imported, match }) => {
    const kept = match && !given.has(match.sku) ? match.sku : undefined;
    const sku = imported.sku ?? kept ?? freeSku(imported, existing, product.slug);
    return { id: match?.id ?? imported.id ?? newId(), sku, imported, existing: match };
  });
  const holders = new Map(variants.map(({ sku, id }) => [sku, id]));
  const matched = new Set(variants.map(({ id }) => id));
  const absent = (found?.variants ?? []).filter(({ id, archived }) => !matched.has(id) && !archived);
  // A refused row may be one of the absent variants: then none of them is taken off sale.
  const archive = product.complete ? absent : [];
  const plan = {
    id: found?.id ?? product.id ?? newId(),
    version: (found?.version ?? 0) + 1,
    hash: product.complete ? candidate.hash : `${candidate.hash}:partial`,
    product: product.complete ? product : { ...product, options: withValuesOf(absent, product.options) },
    variants,
    archive,
    releaseSku: (found?.variants ?? []).filter(({ id, sku }) => (holders.get(sku) ?? id) !== id),
  };
  const unchanged =
    found?.importHash === plan.hash && archive.length === 0 && variants.every(isStockUnchanged);
  return { ...plan, outcome: found ? (unchanged ? "unchanged" : "updated") : "created" };
}

/** Whether the row takes no more back-orders while more is promised than is on hand, and gives no quantity that would cover it. */
function breaksPromise({ imported, match }: Pair): boolean {
  const isPromised = match?.available != null && match.available < 0;
  return isPromised && imported.inventoryPolicy === "deny" && imported.quantity === null;
}

/** An id of the file that the shop uses for another product or its variant. */
function foreignId(product: ImportedProduct, existing: Existing, foundId: string | undefined) {
  if (!foundId && product.id !== undefined && existing.productIds.has(product.id)) return product.id;
  return product.variants.find(({ id }) => {
    const owner = id === undefined ? undefined : existing.variantOwner.get(id);
    return owner !== undefined && owner !== foundId;
  })?.id;
}

function without(product: ImportedProduct, refused: readonly ImportedVariant[]): ImportedProduct {
  const lines = new Set(refused.map(({ line }) => line));
  const variants = product.variants.filter((variant) => !lines.has(variant.line));
  const options = product.options.map(({ name, values }) => ({
    name,
    values: values.filter((value) => variants.some((variant) => variant.options[name] === value)),
  }));
  return {
    ...product,
    variants,
    options,
    lines: product.lines.filter((line) => !lines.has(line)),
    complete: false,
  };
}

/** The options of the product with the values of variants that stay on sale though the file lacks them. */
function withValuesOf(kept: readonly ExistingVariant[], options: ImportedProduct["options"]) {
  return options.map(({ name, values }) => ({
    name,
    values: [...new Set([...values, ...kept.flatMap((variant) => variant.options[name] ?? [])])],
  }));
}

/** A generated SKU that another variant of the shop has already gets a tail that is the same on every import. */
function freeSku(imported: ImportedVariant, existing: Existing, slug: string): string {
  const { generatedSku, options } = imported;
  if (!existing.skuOwner.has(generatedSku)) return generatedSku;
  return `${generatedSku}-${fingerprint(JSON.stringify([slug, options])).toUpperCase()}`;
}

function isStockUnchanged({ imported, existing }: PlannedVariant): boolean {
  if (!existing || existing.archived) return false;
  return imported.quantity === null || imported.quantity === existing.available;
}
