/** Characters of rows that go into one bound parameter; D1 takes 2,000,000 bytes. */
const MAX_PARAMETER = 300_000;

/** Cuts rows into lists that each fit into one bound parameter. */
export function portionsOf<Row>(rows: readonly Row[]): Row[][] {
  const portions: Row[][] = [];
  let room = 0;
  for (const row of rows) {
    const size = JSON.stringify(row).length;
    const last = portions.at(-1);
    if (last && size <= room) last.push(row);
    else portions.push([row]);
    room = (last && size <= room ? room : MAX_PARAMETER) - size;
  }
  return portions;
}
