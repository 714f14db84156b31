/** How many units of which line, as forms hold it: by the line's id. */
export type Quantities = Record<string, number | string | null | undefined>;

/** The lines of which at least a unit was asked for, as the API takes them. */
export function unitsOf(quantities: Quantities | undefined): { id: string; quantity: number }[] {
  return Object.entries(quantities ?? {})
    .map(([id, quantity]) => ({ id, quantity: Number(quantity ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
}

/** How many units there are in all. */
export function countUnits(lines: readonly { quantity: number }[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** `3 units`. */
export function unitsText(count: number): string {
  return count === 1 ? "1 unit" : `${count} units`;
}
