import { changeOptions } from "./change-options.ts";
import { listVariants, withOptions } from "./list-variants.ts";
import { mergePatch } from "./merge-patch.ts";
import type { CategoryLink, ProductState, VariantState } from "./product-state.ts";
import type { ProductBody, ProductPatch } from "./products.schema.ts";
import { changeVariant, type ShopFacts } from "./variant-change.ts";

/** What a change of a product may say, whichever way it came: absent stays, null takes away. */
type Change = ProductPatch;

/** A product of which nothing is known yet. */
export function emptyProduct(id: string): ProductState {
  return {
    id,
    slug: "",
    name: "",
    description: "",
    vendor: null,
    status: "draft",
    publishAt: null,
    tags: [],
    seoTitle: null,
    seoDescription: null,
    metadata: {},
    attributes: {},
    options: [],
    categories: [],
    related: [],
    variants: [],
    archived: [],
  };
}

/**
 * The state before a whole description is applied to it: everything that the description leaves out is empty then. The slug and
 * the status stay unless it says them, and related products, which are not part of it.
 */
export function cleared(state: ProductState): ProductState {
  const { id, slug, status, options, related, variants, archived } = state;
  return { ...emptyProduct(id), slug, status, options, related, variants, archived };
}

/** A whole description as a change; without variants it describes one that has no options. */
export function changeOf(body: ProductBody): Change {
  if (body.variants !== undefined || body.options !== undefined) return body;
  return { ...body, options: [] };
}

/**
 * The product after a change. `links` are the categories that the change names. What does not fit is added to the problems.
 */
export function changeProduct(
  state: ProductState,
  change: Change,
  links: readonly CategoryLink[] | undefined,
  shop: ShopFacts,
): ProductState {
  return changeFields(changeVariants(state, change, shop), change, links, shop);
}

function changeFields(
  state: ProductState,
  change: Change,
  links: readonly CategoryLink[] | undefined,
  { problems }: ShopFacts,
): ProductState {
  const status = statusOf(state, change);
  const attributes = mergePatch(state.attributes, change.attributes) as Record<string, string>;
  if (Object.keys(attributes).length > 250) problems.add("#/attributes", "too_big", "are more than 250");
  if (change.publish_at && status !== "draft")
    problems.add("#/publish_at", "not_a_draft", "is for drafts: this product is not one");
  return {
    ...state,
    name: change.name ?? state.name,
    slug: change.slug ?? state.slug,
    description: change.description === undefined ? state.description : (change.description ?? ""),
    vendor: change.vendor === undefined ? state.vendor : change.vendor,
    status,
    publishAt: publishAtOf(state, change, status),
    tags: change.tags === undefined ? state.tags : [...new Set(change.tags ?? [])],
    ...seoOf(state, change.seo),
    metadata: mergePatch(state.metadata, change.metadata),
    attributes,
    categories: links === undefined ? state.categories : [...links],
  };
}

function statusOf(state: ProductState, { status, is_active }: Change): ProductState["status"] {
  if (status !== undefined || is_active === undefined) return status ?? state.status;
  if (is_active) return "active";
  return state.status === "archived" ? "archived" : "draft";
}

function publishAtOf(state: ProductState, change: Change, status: ProductState["status"]): string | null {
  if (status !== "draft") return null;
  return change.publish_at === undefined ? state.publishAt : change.publish_at;
}

function seoOf({ seoTitle, seoDescription }: ProductState, seo: Change["seo"]) {
  if (seo === null) return { seoTitle: null, seoDescription: null };
  return {
    seoTitle: seo?.title === undefined ? seoTitle : seo.title,
    seoDescription: seo?.description === undefined ? seoDescription : seo.description,
  };
}

function changeVariants(state: ProductState, change: Change, shop: ShopFacts): ProductState {
  const { variants, options, generate_variants } = change;
  if (variants) return addMissing(listVariants(state, variants, options, shop), change, shop);
  const [first, ...others] = state.variants;
  const main = mainVariant(first, change, shop);
  if (first) {
    const changed = { ...state, variants: [main, ...others] };
    if (options === undefined) return addMissing(changed, change, shop);
    return changeOptions(changed, options, generate_variants ? main : undefined, shop);
  }
  if (options === undefined || options.length === 0) return { ...state, options: [], variants: [main] };
  if (generate_variants) return changeOptions(state, options, main, shop);
  shop.problems.add("#/variants", "required", "are needed for the options: list them, or generate_variants");
  return state;
}

/** The default variant with what the change says of it beside the product's own fields. */
function mainVariant(
  first: VariantState | undefined,
  { sku, price, compare_at_price }: Change,
  shop: ShopFacts,
): VariantState {
  if (first && sku === undefined && price === undefined && compare_at_price === undefined) return first;
  const said = {
    ...(sku === undefined ? {} : { sku }),
    ...(price === undefined ? {} : { price }),
    ...(compare_at_price === undefined ? {} : { compare_at_price }),
  };
  const main = changeVariant(said, first, "#", shop);
  return first ? main : withOptions(main, []);
}

function addMissing(state: ProductState, { generate_variants }: Change, shop: ShopFacts): ProductState {
  const [first] = state.variants;
  return generate_variants && first ? changeOptions(state, state.options, first, shop) : state;
}
