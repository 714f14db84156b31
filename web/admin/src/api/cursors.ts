interface WithNext {
  pagination: { next_cursor: string | null };
}

/**
 * Page `number` (from 1) of a list by the cursors where its pages begin, as far as they are known; learns those on the way. A list that
 * has become shorter answers its last page.
 */
export async function walkTo<Page extends WithNext>(
  cursors: (string | undefined)[],
  number: number,
  read: (cursor: string | undefined) => Promise<Page>,
): Promise<Page> {
  for (;;) {
    const at = Math.min(number, cursors.length);
    const before = cursors.slice(0, at);
    const page = await read(before[at - 1]);
    const { next_cursor: next } = page.pagination;
    // What comes behind may have changed since; another page may have been read meanwhile.
    cursors.splice(0, cursors.length, ...before, ...(next === null ? [] : [next]));
    if (at === number || next === null) return page;
  }
}
