/** A text as it is written in SQL, for tools that take no parameters. */
export function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
