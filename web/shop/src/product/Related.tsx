import { ProductGrid } from "../catalog/ProductGrid.tsx";
import { relatedProducts } from "../reads/catalog.ts";

/** What goes with it, as staff chose it. */
export function Related({ id }: { id: string }) {
  const { value } = relatedProducts(id).value;
  if (!value || value.length === 0) return null;
  return (
    <section class="related" aria-labelledby="related">
      <h2 id="related">Goes well with it</h2>
      <ProductGrid products={value} />
    </section>
  );
}
