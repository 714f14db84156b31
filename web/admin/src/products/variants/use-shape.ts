import { useCallback } from "react";
import { useFormContext } from "react-hook-form";
import { useValue } from "../edit/use-value.ts";
import type { ProductValues } from "../edit/values.ts";
import type { Shape } from "./options.ts";

/** The product's options and variants, which change together. */
export function useShape() {
  const { getValues } = useFormContext<ProductValues>();
  const options = useValue("options");
  const variants = useValue("variants");
  const { change: setOptions } = options;
  const { change: setVariants } = variants;
  const change = useCallback(
    (next: (shape: Shape) => Shape) => {
      const after = next({ options: getValues("options"), variants: getValues("variants") });
      setOptions(() => after.options);
      setVariants(() => after.variants);
    },
    [getValues, setOptions, setVariants],
  );
  return {
    shape: { options: options.value, variants: variants.value },
    change,
    setVariants,
    optionsError: options.error,
  };
}
