import type { Problem } from "../../../../../client/index.ts";
import { pricedCurrencies } from "./patch.ts";
import type { FormErrors } from "./validate.ts";
import type { ProductValues, VariantValues } from "./values.ts";

/** The field of a variant that a member of the body stands in. */
const CELLS: Readonly<Record<string, string>> = {
  weight_grams: "weight",
  image_url: "image",
  inventory_policy: "policy",
};

/** What the API refused, at the fields of the form that said it; undefined when it is about none of them. */
export function errorsOf(
  { code, detail, errors = [] }: Problem,
  values: ProductValues,
): FormErrors | undefined {
  const root: FormErrors = {};
  for (const { pointer, message } of errors) put(root, pathOf(pointer, values), message);
  if (code === "product.slug_taken") root["slug"] = detail;
  if (code === "product.sku_taken") markSku(root, detail, values);
  return Object.keys(root).length > 0 ? root : undefined;
}

/** The API names the SKU that is taken in what it says. */
function markSku(root: FormErrors, detail: string, { variants }: ProductValues): void {
  const taken = variants.find(({ sku }) => sku !== "" && detail.includes(`"${sku}"`));
  if (taken) put(root, ["variants", taken.key, "sku"], detail);
}

function pathOf(pointer: string, values: ProductValues): string[] {
  const [field = "", ...rest] = pointer
    .replace(/^#?\//, "")
    .split("/")
    .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"));
  if (field === "seo") return [field, ...rest.slice(0, 1)];
  const variant = field === "variants" ? values.variants[Number(rest[0])] : undefined;
  return variant ? ["variants", variant.key, ...cellOf(rest.slice(1), variant)] : [field];
}

function cellOf([member = "", index, part]: string[], variant: VariantValues): string[] {
  if (member === "prices" && index !== undefined) {
    const currency = pricedCurrencies(variant)[Number(index)];
    if (currency) return ["prices", currency, part === "compare_at_amount" ? "compareAt" : "amount"];
  }
  return [member === "prices" ? "price" : (CELLS[member] ?? member)];
}

function put(root: FormErrors, path: string[], message: string): void {
  const last = path.at(-1) ?? "";
  let at = root;
  for (const name of path.slice(0, -1)) {
    const below = at[name];
    at = typeof below === "object" ? below : (at[name] = {});
  }
  at[last] ??= message;
}
