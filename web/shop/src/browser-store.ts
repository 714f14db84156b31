// What this browser remembers. Where storage is forbidden (private windows), the shop works without.

/** What is kept under a name. */
export function kept(name: string): string | undefined {
  try {
    return localStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a text beyond this visit. */
export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Full or forbidden: it is remembered as long as the page is open.
  }
}

/** Forgets what is kept under a name. */
export function forget(name: string): void {
  try {
    localStorage.removeItem(name);
  } catch {
    // Forbidden: there is nothing to forget.
  }
}

/** Forgets what was begun in this tab: an order on its way, the places that were looked at. */
export function forgetVisit(): void {
  try {
    sessionStorage.clear();
  } catch {
    // Forbidden: there is nothing to forget.
  }
}
