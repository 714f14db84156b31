import { ProductGrid, ProductGridSkeleton } from "../catalog/ProductGrid.tsx";
import { usePageHead } from "../frame/page-head.ts";
import { OtherCurrency } from "../frame/OtherCurrency.tsx";
import { FEW } from "../reads/listing.ts";
import { newest } from "../reads/newest.ts";
import { shopFacts } from "../shop-facts.ts";
import { ProblemNotice } from "../ui/Notice.tsx";
import { CategoryTiles } from "./CategoryTiles.tsx";
import { Hero } from "./Hero.tsx";

/** The first page: what is new, and the ways into the shop. */
export function HomePage() {
  const name = shopFacts.value?.name;
  usePageHead({
    description:
      name && `${name}: browse by category, search, and see prices, stock and delivery as they are.`,
    canonical: "/",
  });
  const { value, error } = newest().value;
  return (
    <div class="page">
      <Hero products={value?.products} />
      <CategoryTiles />
      <section aria-labelledby="new">
        <div class="section-head">
          <h2 id="new">New in the shop</h2>
          <a href="/search">See all products</a>
        </div>
        {error !== undefined && <ProblemNotice error={error} />}
        {value && <ProductGrid products={value.products} />}
        {value?.products.length === 0 && (
          <div class="stack">
            <p class="muted">There is nothing on sale yet. Come back soon.</p>
            <OtherCurrency />
          </div>
        )}
        {!value && error === undefined && <ProductGridSkeleton count={FEW} />}
      </section>
    </div>
  );
}
