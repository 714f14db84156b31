import type { Facets } from "../reads/listing.ts";
import { Skeleton } from "../ui/Skeleton.tsx";
import { CheckField } from "../ui/Field.tsx";
import { attributeInWords, isForPeople } from "./attributes.ts";
import { FilterGroup } from "./FilterGroup.tsx";
import { PriceFilter } from "./PriceFilter.tsx";
import { toggled } from "./filters.ts";

const IN_STOCK = "in_stock,low_stock";

interface Filtered {
  query: URLSearchParams;
  facets: Facets | undefined;
  go: (next: URLSearchParams) => void;
}

/** What products can be chosen by, as the facets of the API tell it. */
export function Filters({ query, facets, go }: Filtered) {
  if (!facets) return <FiltersSkeleton />;
  const isSearch = !location.pathname.startsWith("/categories/");
  return (
    <div class="filters">
      <CheckField
        label="Only what is in stock"
        checked={query.has("availability")}
        onChange={() => go(toggled(query, "availability", query.get("availability") ?? IN_STOCK))}
      />
      {isSearch && (
        <FilterGroup
          legend="Category"
          name="category"
          pick={(of) => of.categories.map(({ slug, name, count }) => ({ value: slug, label: name, count }))}
          single
          {...{ query, facets, go }}
        />
      )}
      <PriceFilter {...{ query, facets, go }} />
      {facets.options.map(({ name }) => (
        <FilterGroup
          key={name}
          legend={name}
          name={`options[${name}]`}
          pick={(of) => valuesOf(of.options, name)}
          {...{ query, facets, go }}
        />
      ))}
      <FilterGroup
        legend="Brand"
        name="vendor"
        pick={(of) => of.vendors.map(({ value, count }) => ({ value, label: value, count }))}
        single
        {...{ query, facets, go }}
      />
      {facets.attributes.filter(isForPeople).map(({ name }) => (
        <FilterGroup
          key={name}
          legend={attributeInWords(name)}
          name={`attributes[${name}]`}
          pick={(of) => valuesOf(of.attributes, name)}
          {...{ query, facets, go }}
        />
      ))}
    </div>
  );
}

function valuesOf(groups: Facets["options"], name: string) {
  const values = groups.find((group) => group.name === name)?.values ?? [];
  return values.map(({ value, count }) => ({ value, label: value, count }));
}

function FiltersSkeleton() {
  return (
    <div class="filters" aria-hidden="true">
      {[6, 4, 5].map((rows) => (
        <div class="filter-group" key={rows}>
          {Array.from({ length: rows }, (_, row) => (
            <p key={row}>
              <Skeleton width={row === 0 ? "40%" : "75%"} />
            </p>
          ))}
        </div>
      ))}
    </div>
  );
}
