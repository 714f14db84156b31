import type { Problem } from "../../../../client/index.ts";

interface FieldErrors {
  [field: string]: string | FieldErrors;
}

/** What the API says about single fields of a body, as react-admin's forms take it: `/regions/0/country` is `regions[0].country`. */
export function fieldErrors({ errors = [] }: Problem): FieldErrors {
  const root: FieldErrors = {};
  for (const { pointer, message } of errors) {
    const path = pointer.replace(/^#?\//, "").split("/");
    const last = path.pop();
    if (!last) continue;
    let at = root;
    for (const name of path) {
      const below = at[name];
      at = typeof below === "object" ? below : (at[name] = {});
    }
    at[last] = message;
  }
  return root;
}
