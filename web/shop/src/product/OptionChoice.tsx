import { useId } from "preact/hooks";
import type { Product, Variant } from "../reads/catalog.ts";
import { type Standing, standingOf, variantWith } from "./choice.ts";

const REMARKS: Record<Standing, string> = {
  available: "",
  sold_out: " (sold out)",
  elsewhere: " (not with the rest of your choice)",
};

/** The values of one option. Those that do not go with the rest lead to the nearest variant that there is. */
export function OptionChoice({
  product,
  variant,
  option,
  choose,
}: {
  product: Product;
  variant: Variant;
  option: Product["options"][number];
  choose: (variant: Variant) => void;
}) {
  const group = useId();
  const { name, values } = option;
  return (
    <fieldset class="option">
      <legend>
        {name}: <span class="option-value">{variant.options[name]}</span>
      </legend>
      <div class="option-values">
        {values.map((value) => {
          const standing = standingOf(product, variant.options, name, value);
          const reached = variantWith(product, variant.options, name, value);
          return (
            <label key={value} class={`option-choice option-${standing}`}>
              <input
                type="radio"
                class="visually-hidden"
                name={group}
                value={value}
                checked={variant.options[name] === value}
                // No variant has it at all.
                disabled={!reached}
                onChange={() => reached && choose(reached)}
              />
              <span>
                {value}
                <span class="visually-hidden">{REMARKS[standing]}</span>
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
