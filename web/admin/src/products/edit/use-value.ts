import { useCallback } from "react";
import { useController, useFormContext } from "react-hook-form";
import { messageAt } from "./message-at.ts";
import type { ProductValues } from "./values.ts";

/** One field of the product's form: its value, how to change it, and what is wrong with it. */
export function useValue<Name extends keyof ProductValues>(name: Name) {
  const { getValues } = useFormContext<ProductValues>();
  const { field, fieldState } = useController<ProductValues>({ name });
  const { onChange } = field;
  // Reads what the value is when it changes, so that two changes in a row do not lose one.
  const change = useCallback(
    (next: (value: ProductValues[Name]) => ProductValues[Name]) => onChange(next(getValues()[name])),
    [onChange, getValues, name],
  );
  return { value: field.value as ProductValues[Name], change, error: messageAt(fieldState.error, []) };
}
