const LINE = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/;

/** The variables of a .dev.vars file. An empty one counts as missing. */
export function readVars(text: string): Record<string, string> {
  const vars: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const [, name, value] = LINE.exec(line) ?? [];
    if (name !== undefined && value !== undefined) vars[name] = unquoted(value);
  }
  return vars;
}

/** The file's text with these variables set: in their line when they have one, else added at the end. */
export function setVars(text: string, values: Record<string, string>): string {
  const pending = new Map(Object.entries(values));
  const lines = text.split("\n").map((line) => {
    const name = LINE.exec(line)?.[1];
    const value = name === undefined ? undefined : pending.get(name);
    if (name === undefined || value === undefined) return line;
    pending.delete(name);
    return `${name}=${value}`;
  });
  while (lines.at(-1) === "") lines.pop();
  return [...lines, ...[...pending].map(([name, value]) => `${name}=${value}`), ""].join("\n");
}

/** Quotes and trailing comments are read as dotenv reads them. */
function unquoted(value: string): string {
  const quoted = /^(["'`])(.*)\1(?:\s+#.*)?$/.exec(value);
  return quoted?.[2] ?? value.replace(/\s*#.*$/, "");
}
