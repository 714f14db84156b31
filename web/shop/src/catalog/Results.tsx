import { useRef, useState } from "preact/hooks";
import { OtherCurrency } from "../frame/OtherCurrency.tsx";
import { type Listing, readMore } from "../reads/listing.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Notice, ProblemNotice } from "../ui/Notice.tsx";
import { addressOf, chosenFilters, chosenOptions, withoutFilters } from "./filters.ts";
import { ProductGrid, ProductGridSkeleton } from "./ProductGrid.tsx";

const FIRST_ROW = 4;

/** What was found, page after page. */
export function Results({
  query,
  shown,
  busy,
  path,
}: {
  query: URLSearchParams;
  shown: Listing | undefined;
  busy: boolean;
  path: string;
}) {
  if (!shown) return <ProductGridSkeleton count={12} />;
  if (shown.products.length === 0) return <NothingFound query={query} path={path} />;
  const { corrected, text } = shown.query ?? {};
  return (
    <div class={busy ? "results results-busy" : "results"} aria-busy={busy}>
      {corrected !== undefined && (
        <Notice>
          <p>
            Nothing matched “{text}”. These are the results for <strong>“{corrected}”</strong>.
          </p>
        </Notice>
      )}
      <h2 class="visually-hidden">Products</h2>
      <Pages query={query} shown={shown} />
    </div>
  );
}

function Pages({ query, shown }: { query: URLSearchParams; shown: Listing }) {
  const [reading, setReading] = useState(false);
  const [error, setError] = useState<unknown>();
  const place = useRef<HTMLDivElement>(null);
  const more = async () => {
    const before = shown.products.length;
    setReading(true);
    setError(undefined);
    try {
      await readMore(query);
      // The first of the new ones, for who goes on by keyboard.
      requestAnimationFrame(() => {
        place.current
          ?.querySelectorAll<HTMLElement>(".product-card-name a")
          [before]?.focus({ preventScroll: true });
      });
    } catch (thrown) {
      setError(thrown);
    } finally {
      setReading(false);
    }
  };
  return (
    <div ref={place}>
      <ProductGrid products={shown.products} wanted={chosenOptions(query)} eager={FIRST_ROW} />
      <div class="more">
        {error !== undefined && <ProblemNotice error={error} />}
        <p class="muted" role="status">
          {shown.products.length} shown
        </p>
        {shown.next !== null && (
          <Button tone="secondary" busy={reading} onClick={() => void more()}>
            Show more
          </Button>
        )}
      </div>
    </div>
  );
}

function NothingFound({ query, path }: { query: URLSearchParams; path: string }) {
  const isFiltered = chosenFilters(query).length > 0;
  return (
    <div class="empty">
      <h2>Nothing found</h2>
      <OtherCurrency />
      <p class="muted">
        {isFiltered
          ? "No product has all that you chose."
          : "Try fewer or other words, or look through the categories."}
      </p>
      {isFiltered ? (
        <ButtonLink href={addressOf(path, withoutFilters(query))}>Take back all filters</ButtonLink>
      ) : (
        <ButtonLink href="/search">See all products</ButtonLink>
      )}
    </div>
  );
}
