import type { Product } from "../reads/catalog.ts";
import { Skeleton } from "../ui/Skeleton.tsx";
import { ProductCard } from "./ProductCard.tsx";

/** Products side by side. Of the first row the pictures are wanted at once. */
export function ProductGrid({
  products,
  wanted,
  eager = 0,
}: {
  products: Product[];
  wanted?: string[];
  eager?: number;
}) {
  return (
    <ul class="product-grid">
      {products.map((product, index) => (
        <ProductCard
          key={product.id}
          product={product}
          {...(wanted ? { wanted } : {})}
          eager={index < eager}
        />
      ))}
    </ul>
  );
}

/** The places of products that are on their way. */
export function ProductGridSkeleton({ count }: { count: number }) {
  return (
    <ul class="product-grid" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <li class="product-card" key={index}>
          <div class="product-card-picture">
            <span class="picture skeleton" />
          </div>
          <p class="product-card-name">
            <Skeleton width="80%" />
          </p>
          <p class="product-card-vendor">
            <Skeleton width="45%" />
          </p>
          <p class="product-card-price">
            <Skeleton width="30%" />
          </p>
        </li>
      ))}
    </ul>
  );
}
