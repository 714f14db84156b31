/** What the form's errors say of a field; undefined when there is nothing wrong with it. */
export function messageAt(errors: unknown, path: readonly string[]): string | undefined {
  const message = path.concat("message").reduce(memberOf, errors);
  // The form's own check wraps what it says once more than a refusal of the API.
  const text = typeof message === "string" ? message : memberOf(message, "message");
  return typeof text === "string" ? text : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
