import { useCallback, useMemo } from "react";
import { useNotify } from "react-admin";
import { ApiProblem, dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { type Fields, isSame } from "../../shared/changes.ts";
import { useConflict } from "../../shared/use-conflict.tsx";
import { problemText } from "../../shared/use-problem-notice.ts";
import { useCategories } from "../categories/use-categories.ts";
import { mergeValues } from "./merge.ts";
import { errorsOf } from "./problem-errors.ts";
import type { Product } from "./product.ts";
import { labelsOf, summaryOf } from "./summary.ts";
import { useSend } from "./use-send.ts";
import { type ProductValues, valuesOf } from "./values.ts";

interface Editing {
  /** What the form began with. */
  base: ProductValues;
  version: () => number;
  /** The form shows this from now on. */
  show: (product: Product) => void;
}

/** Saves the product's form. Answers what is wrong with it, for the form; undefined when it is saved. */
export function useSave({ base, version, show }: Editing) {
  const { data: categories = [] } = useCategories();
  const { update } = useSend();
  const notify = useNotify();
  const baseSummary = useMemo(() => summaryOf(base, categories), [base, categories]);
  const conflict = useConflict(labelsOf([baseSummary]));
  const { handle } = conflict;

  const done = useCallback(
    (product: Product) => {
      show(product);
      notify("Saved.", { type: "success" });
    },
    [show, notify],
  );

  const save = useCallback(
    async (values: ProductValues) => {
      try {
        done(await update(base, values, version()));
        return undefined;
      } catch (error) {
        let theirs: Product | undefined;
        const isConflict = handle(error, {
          base: baseSummary,
          mine: summaryOf(values, categories),
          async read() {
            theirs = await readProduct(base.id);
            return newestFields(theirs, categories);
          },
          async save() {
            if (!theirs) return;
            const newest = valuesOf(theirs);
            const merged = mergeValues(base, values, newest);
            // Whose answer was lost finds that everything is saved.
            done(isSame(newest, merged) ? theirs : await update(newest, merged, theirs.version));
          },
          take: () => theirs && show(theirs),
        });
        if (isConflict)
          return refusal("Someone else changed this product meanwhile. Nothing of yours is saved yet.");
        const fields = error instanceof ApiProblem ? errorsOf(error.problem, values) : undefined;
        return { ...fields, ...refusal(problemText(error)) };
      }
    },
    [base, baseSummary, categories, done, handle, show, update, version],
  );
  return { save, dialog: conflict.dialog };
}

async function readProduct(id: string): Promise<Product> {
  return dataOf(client.GET("/api/v1/admin/products/{id}", { params: { path: { id } } }));
}

function newestFields(product: Product, categories: Parameters<typeof summaryOf>[1]): Fields {
  return { ...summaryOf(valuesOf(product), categories), version: product.version };
}

/** What is wrong with the whole of it, as the form keeps it. */
export function refusal(text: string) {
  return { root: { save: text } };
}
