import { useEffect, useRef } from "react";
import { useFormContext } from "react-hook-form";
import { isSame } from "../../shared/changes.ts";
import { mergeValues } from "./merge.ts";
import type { ProductValues } from "./values.ts";

interface Props {
  /** What the form begins with now. */
  values: ProductValues;
  revision: number;
  /** What was sent last. */
  sent: () => ProductValues | undefined;
}

/** What was typed while a save was on its way stays, on top of what was saved, and is not saved yet. */
export function KeepTyping({ values, revision, sent }: Props) {
  const { getValues, setValue } = useFormContext<ProductValues>();
  const known = useRef(revision);
  useEffect(() => {
    if (known.current === revision) return;
    known.current = revision;
    const before = sent();
    const now = getValues();
    if (!before || isSame({ ...before, revision }, { ...now, revision })) return;
    const merged = mergeValues(before, now, values);
    // The form begins anew at the end of this turn.
    queueMicrotask(() => {
      for (const name of Object.keys(values) as (keyof ProductValues)[])
        if (!isSame(values[name], merged[name])) setValue(name, merged[name], { shouldDirty: true });
    });
  }, [getValues, revision, sent, setValue, values]);
  return null;
}
