import type { KeyboardEvent } from "react";

/** Enter and the arrows up and down go to the same column of the row below or above. Tab goes from cell to cell by itself. */
export function moveByKey(event: KeyboardEvent<HTMLElement>): void {
  const { target, currentTarget } = event;
  if (!(target instanceof HTMLInputElement)) return;
  const { row, column } = target.dataset;
  if (row === undefined || column === undefined) return;
  const by = stepOf(event);
  if (by === 0) return;
  // Enter would send the form.
  event.preventDefault();
  const next = `input[data-row="${Number(row) + by}"][data-column="${CSS.escape(column)}"]`;
  currentTarget.querySelector<HTMLInputElement>(next)?.focus();
}

function stepOf({ key, shiftKey }: KeyboardEvent): number {
  if (key === "ArrowDown") return 1;
  if (key === "ArrowUp") return -1;
  if (key === "Enter") return shiftKey ? -1 : 1;
  return 0;
}
