/** A form's text fields by name, trimmed; those that are empty are left out. */
export function fieldsOf(data: FormData): Record<string, string> {
  const texts = [...data].flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value.trim()] as const] : [],
  );
  return Object.fromEntries(texts.filter(([, value]) => value !== ""));
}

/** One text field of a form, as it was typed. */
export function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value : "";
}
