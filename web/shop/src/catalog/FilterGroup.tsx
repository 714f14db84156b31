import { useState } from "preact/hooks";
import { type Facets, facetsWithout } from "../reads/listing.ts";
import { CheckField } from "../ui/Field.tsx";
import { toggled } from "./filters.ts";

interface Choice {
  value: string;
  label: string;
  count: number;
}

const SHOWN = 7;

/** The values of one filter with how many products have them. */
export function FilterGroup({
  legend,
  name,
  pick,
  single = false,
  query,
  facets,
  go,
}: {
  legend: string;
  /** The filter's name in the address and in the API's query. */
  name: string;
  /** Its values among all facets. */
  pick: (facets: Facets) => Choice[];
  /** Only one value can be chosen. */
  single?: boolean;
  query: URLSearchParams;
  facets: Facets;
  go: (next: URLSearchParams) => void;
}) {
  const [all, setAll] = useState(false);
  const choices = choicesOf(query, name, pick, facets);
  if (choices.length === 0) return null;
  const isChosen = ({ value }: Choice) => query.has(name, value);
  const shown = choices.filter((choice, index) => all || index < SHOWN || isChosen(choice));
  return (
    <fieldset class="filter-group">
      <legend>{legend}</legend>
      {shown.map((choice) => (
        <CheckField
          key={choice.value}
          label={
            <>
              {choice.label} <span class="filter-count">{choice.count}</span>
            </>
          }
          checked={isChosen(choice)}
          onChange={() => go(toggled(query, name, choice.value, single))}
        />
      ))}
      {shown.length < choices.length && (
        <button type="button" class="filter-all" onClick={() => setAll(true)}>
          All {choices.length}
          <span class="visually-hidden"> values of {legend}</span>
        </button>
      )}
    </fieldset>
  );
}

/**
 * Facets count what matches all filters, so a chosen filter would hide its own other values: they are counted without it.
 * What is chosen is always there, to be taken back.
 */
function choicesOf(
  query: URLSearchParams,
  name: string,
  pick: (facets: Facets) => Choice[],
  facets: Facets,
): Choice[] {
  if (!query.has(name)) return pick(facets);
  const found = pick(facetsWithout(query, name).value.value ?? facets);
  const missing = query.getAll(name).filter((value) => !found.some((choice) => choice.value === value));
  return [...missing.map((value) => ({ value, label: value, count: 0 })), ...found];
}
