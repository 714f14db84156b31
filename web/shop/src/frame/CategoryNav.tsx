import { useLocation } from "preact-iso";
import { categories } from "../reads/catalog.ts";
import { Skeleton } from "../ui/Skeleton.tsx";

const PLACES = ["5rem", "6rem", "5.5rem", "6.5rem", "4.5rem", "7rem"];

/** The categories of the first level, in a row that scrolls by itself where it is too long. */
export function CategoryNav() {
  const { path } = useLocation();
  const tops = categories().value.value?.filter((category) => category.parent_id === null);
  return (
    <nav class="category-nav" aria-label="Categories">
      <ul>
        {tops?.map(({ slug, name }) => (
          <li key={slug}>
            <a
              href={`/categories/${slug}`}
              aria-current={path === `/categories/${slug}` ? "page" : undefined}
            >
              {name}
            </a>
          </li>
        )) ??
          PLACES.map((width) => (
            <li key={width}>
              <Skeleton width={width} />
            </li>
          ))}
      </ul>
    </nav>
  );
}
