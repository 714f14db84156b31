import type { Ctx } from "../../platform/ctx.ts";
import { etagOf } from "../../platform/http/index.ts";
import { money } from "../../platform/money.ts";
import { absoluteUrl, availabilityOf, bestAvailability, NEW_STOCK } from "../catalog/index.ts";
import type { AdminProduct, AdminVariant } from "./product-admin.schema.ts";
import type { ProductRecord, VariantState } from "./product-state.ts";

type Settings = Pick<Ctx, "config">;

/** The staff's representation of a product. `price` is in the shop's default currency where there is one in it. */
export function adminProductView(ctx: Settings, record: ProductRecord): AdminProduct {
  const { state } = record;
  const variants = state.variants.map((variant) => adminVariantView(ctx, record, variant));
  const [first] = variants;
  const seo = {
    ...(state.seoTitle ? { title: state.seoTitle } : {}),
    ...(state.seoDescription ? { description: state.seoDescription } : {}),
  };
  return {
    id: state.id,
    slug: state.slug,
    name: state.name,
    description: state.description,
    sku: first?.sku ?? "",
    ...(first?.price ? { price: first.price } : {}),
    is_active: state.status === "active",
    status: state.status,
    ...(state.publishAt ? { publish_at: state.publishAt } : {}),
    ...(state.vendor ? { vendor: state.vendor } : {}),
    categories: state.categories,
    tags: state.tags,
    attributes: state.attributes,
    options: state.options,
    variants,
    images: record.media.map((image) => ({
      ...image,
      url: absoluteUrl(image.url, ctx.config.PUBLIC_URL),
    })),
    related: state.related,
    ...(Object.keys(seo).length > 0 ? { seo } : {}),
    metadata: state.metadata,
    availability: bestAvailability(variants.map((variant) => variant.availability)),
    is_imported: record.imported,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    version: record.version,
  };
}

export function adminVariantView(ctx: Settings, record: ProductRecord, variant: VariantState): AdminVariant {
  const stock = record.stock.get(variant.id) ?? NEW_STOCK;
  const currencies = Object.keys(variant.prices).sort();
  const shown = ctx.config.SHOP_CURRENCIES.find((currency) => variant.prices[currency]) ?? currencies[0];
  const price = shown === undefined ? undefined : variant.prices[shown];
  return {
    id: variant.id,
    sku: variant.sku,
    title: variant.title,
    options: variant.options,
    ...(price && shown !== undefined ? { price: money(price.amount, shown) } : {}),
    ...(price?.compareAt != null && shown !== undefined
      ? { compare_at_price: money(price.compareAt, shown) }
      : {}),
    prices: Object.entries(variant.prices)
      .map(([currency, { amount, compareAt }]) => ({
        ...money(amount, currency),
        ...(compareAt === null ? {} : { compare_at_amount: compareAt }),
      }))
      .sort((a, b) => (a.currency < b.currency ? -1 : 1)),
    ...(variant.weightGrams > 0 ? { weight_grams: variant.weightGrams } : {}),
    ...(variant.barcode ? { barcode: variant.barcode } : {}),
    ...(variant.imageUrl ? { image_url: absoluteUrl(variant.imageUrl, ctx.config.PUBLIC_URL) } : {}),
    availability: availabilityOf({ ...stock, inventory_policy: variant.inventoryPolicy }),
    inventory_policy: variant.inventoryPolicy,
    requires_shipping: variant.requiresShipping,
    taxable: variant.taxable,
    ...(variant.taxCode ? { tax_code: variant.taxCode } : {}),
    metadata: variant.metadata,
    available: stock.available,
    is_archived: record.state.archived.some(({ id }) => id === variant.id),
  };
}

/** A product's answer with its ETag. */
export function productReply(ctx: Settings, record: ProductRecord) {
  return { body: adminProductView(ctx, record), etag: etagOf(record.version) };
}
