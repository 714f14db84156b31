import { attributeInWords, isForPeople } from "../catalog/attributes.ts";
import type { Product, Variant } from "../reads/catalog.ts";

/** What is told of the product. */
export function Details({ product, variant }: { product: Product; variant: Variant | undefined }) {
  const facts = [
    ...Object.entries(product.attributes)
      .filter(([name]) => isForPeople({ name }))
      .map(([name, value]) => [attributeInWords(name), value] as const),
    ...(variant?.weight_grams ? [["Weight", weightInWords(variant.weight_grams)] as const] : []),
    ...(variant ? [["SKU", variant.sku] as const] : []),
  ];
  return (
    <div class="details">
      {product.description !== "" && (
        <section aria-labelledby="about">
          <h2 id="about">About it</h2>
          {/* The API has sanitised it when it was saved (`description` of Product in openapi.json): it may be put into a page as it is. */}
          <div class="prose" dangerouslySetInnerHTML={{ __html: product.description }} />
        </section>
      )}
      {facts.length > 0 && (
        <section aria-labelledby="facts">
          <h2 id="facts">Details</h2>
          <dl class="facts">
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}

function weightInWords(grams: number): string {
  const [value, unit] = grams < 1_000 ? [grams, "gram"] : [grams / 1_000, "kilogram"];
  return new Intl.NumberFormat(undefined, { style: "unit", unit, maximumFractionDigits: 2 }).format(value);
}
