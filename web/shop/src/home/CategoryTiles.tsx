import { categories } from "../reads/catalog.ts";
import { Skeleton } from "../ui/Skeleton.tsx";

const PLACES = [1, 2, 3, 4, 5, 6, 7, 8];

/** The categories of the first level as large targets. */
export function CategoryTiles() {
  const { value, error } = categories().value;
  const tops = value?.filter((category) => category.parent_id === null);
  if (error !== undefined || tops?.length === 0) return null;
  return (
    <section aria-labelledby="categories">
      <h2 id="categories">Browse by category</h2>
      <ul class="category-tiles">
        {tops?.map(({ slug, name, product_count: count }) => (
          <li key={slug}>
            <a class="category-tile" href={`/categories/${slug}`}>
              <span class="category-tile-name">{name}</span>
              <span class="category-tile-count">{count === 1 ? "1 product" : `${count} products`}</span>
            </a>
          </li>
        )) ??
          PLACES.map((place) => (
            <li key={place}>
              <span class="category-tile">
                <Skeleton width="60%" />
                <Skeleton width="40%" height="0.8em" />
              </span>
            </li>
          ))}
      </ul>
    </section>
  );
}
