/** A decoded form value: text, or nested fields. A list is fields named 0, 1, 2, … */
export type FormValue = string | FormFields;
export interface FormFields {
  [name: string]: FormValue;
}

/** Decodes `application/x-www-form-urlencoded` text with Stripe's nesting: `a[b][c]=1`, `a[0]=1`, `a[]=1`. */
export function parseForm(text: string): FormFields {
  const fields = emptyFields();
  for (const [name, value] of new URLSearchParams(text)) assign(fields, pathOf(name), value);
  return fields;
}

/** The same text for the same fields in whatever order they were sent. */
export function canonicalForm(value: FormValue): string {
  if (typeof value === "string") return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalForm(value[name] ?? "")}`);
  return `{${members.join(",")}}`;
}

/** The fields but for those named. */
export function withoutFields(fields: FormFields, names: string[]): FormFields {
  const rest = emptyFields();
  for (const [name, value] of Object.entries(fields)) if (!names.includes(name)) rest[name] = value;
  return rest;
}

/** Fields without a prototype, so that no name a client sends can collide with one of Object's. */
function emptyFields(): FormFields {
  return Object.create(null) as FormFields;
}

function pathOf(name: string): string[] {
  const open = name.indexOf("[");
  if (open <= 0 || !name.endsWith("]")) return [name];
  return [name.slice(0, open), ...name.slice(open + 1, -1).split("][")];
}

function assign(fields: FormFields, path: string[], value: string): void {
  let target = fields;
  for (const [depth, part] of path.entries()) {
    const name = part === "" && depth > 0 ? String(Object.keys(target).length) : part;
    if (depth === path.length - 1) {
      target[name] = value;
      return;
    }
    const existing = target[name];
    const next = typeof existing === "object" ? existing : emptyFields();
    target[name] = next;
    target = next;
  }
}
