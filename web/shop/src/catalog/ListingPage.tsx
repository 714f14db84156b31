import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { useState } from "preact/hooks";
import type { Category } from "../reads/catalog.ts";
import { listing, type Listing, listingAgain } from "../reads/listing.ts";
import { Button } from "../ui/Button.tsx";
import { ProblemNotice } from "../ui/Notice.tsx";
import { ChosenFilters } from "./ChosenFilters.tsx";
import { FilterDrawer } from "./FilterDrawer.tsx";
import { Filters } from "./Filters.tsx";
import { addressOf } from "./filters.ts";
import "./listing.css";
import { countInWords } from "./count.ts";
import { Results } from "./Results.tsx";
import { SortChoice } from "./SortChoice.tsx";

/** Products with their filters. The address is the state: what is chosen is a step in the browser's history. */
export function ListingPage({
  path,
  query,
  heading,
  above,
  intro,
  narrower,
}: {
  path: string;
  query: URLSearchParams;
  heading: ComponentChildren;
  above?: ComponentChildren;
  intro?: string | undefined;
  /** The categories below this one. */
  narrower?: Category[] | undefined;
}) {
  const { route } = useLocation();
  const { value, error } = listing(query).value;
  const shown = useLast(value);
  const go = (next: URLSearchParams) => route(addressOf(path, next));
  const filters = <Filters query={query} facets={shown?.facets} go={go} />;
  return (
    <div class="page">
      {above}
      <div class="listing-head">
        <h1>{heading}</h1>
        <p class="muted" role="status">
          {value ? countInWords(value) : error === undefined ? "Looking …" : ""}
        </p>
      </div>
      {intro !== undefined && intro !== "" && <p class="lead listing-intro">{intro}</p>}
      {narrower !== undefined && narrower.length > 0 && (
        <ul class="chips" aria-label="Narrower categories">
          {narrower.map(({ slug, name }) => (
            <li key={slug}>
              <a class="chip" href={`/categories/${slug}`}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      )}
      <div class="listing">
        <aside class="listing-filters" aria-label="Filters">
          {filters}
        </aside>
        <div class="listing-results">
          <div class="listing-bar">
            <FilterDrawer summary={shown && countInWords(shown)}>{filters}</FilterDrawer>
            <SortChoice query={query} go={go} />
          </div>
          <ChosenFilters query={query} go={go} />
          {error === undefined ? (
            <Results query={query} shown={shown} busy={!value} path={path} />
          ) : (
            <ProblemNotice error={error}>
              <Button size="small" tone="secondary" onClick={() => listingAgain(query)}>
                Try again
              </Button>
            </ProblemNotice>
          )}
        </div>
      </div>
    </div>
  );
}

/** What was known last, so that the page stays while the next answer is on its way. */
function useLast(value: Listing | undefined): Listing | undefined {
  const [last, setLast] = useState(value);
  if (value !== undefined && value !== last) setLast(value);
  return value ?? last;
}
