const LANES = 8;
const AT_ONCE = 500;
const encoder = new TextEncoder();

/**
 * A checksum of rows in any order: the sum of their SHA-256 modulo 2^256 (AdHash, Bellare and Micciancio 1997), as eight 32-bit
 * numbers, the highest first. Rows can be added in several runs.
 */
export type RowSum = number[];

export function emptySum(): RowSum {
  return Array.from({ length: LANES }, () => 0);
}

/** Adds rows, as the dump writes them, to a sum. */
export async function addRows(sum: RowSum, rows: readonly string[]): Promise<void> {
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const part = rows.slice(at, at + AT_ONCE);
    const digests = await Promise.all(
      part.map((row) => crypto.subtle.digest("SHA-256", encoder.encode(row))),
    );
    for (const digest of digests) add(sum, new DataView(digest));
  }
}

function add(sum: RowSum, digest: DataView): void {
  let carry = 0;
  for (let lane = LANES - 1; lane >= 0; lane--) {
    const total = (sum[lane] ?? 0) + digest.getUint32(lane * 4) + carry;
    sum[lane] = total >>> 0;
    carry = total > 0xffff_ffff ? 1 : 0;
  }
}

/** The sum as 64 hexadecimal digits. */
export function sumText(sum: RowSum): string {
  return sum.map((lane) => lane.toString(16).padStart(8, "0")).join("");
}
