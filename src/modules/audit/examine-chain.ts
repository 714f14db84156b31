import { type AuditKeys, FIRST_LINK, keyIdOf, linkOf } from "../../platform/audit-signature.ts";
import { type AuditRow, LEGACY } from "./audit.repo.ts";
import type { ChainHead } from "./chain-head.ts";
import { type Breach, examineRow, type Finding } from "./examine-row.ts";

/** Follows the chain from row to row and collects what is wrong with it. */
export interface ChainWalk {
  /**
   * Looks at the next rows, in order. `previous` are the two rows before them, which are not examined again; they must have been read
   * together, so that a sealing in between does not look like a breach.
   */
  follow(previous: readonly AuditRow[], rows: readonly AuditRow[]): Promise<void>;
  /** The number that comes next if nothing is missing. */
  readonly expected: number;
  readonly breaches: Breach[];
}

const chain = (detail: string): Finding => ({ kind: "chain", detail });

/** Begins a walk at the number `from`; `head` is what is known of the chain's end from outside the database. */
export function walkChain(keys: AuditKeys, from: number, head: ChainHead | undefined): ChainWalk {
  const breaches: Breach[] = [];
  let expected = from;
  /** The links that the next row may continue: the one stored in the row before, and the one it should have. Empty: unknown. */
  let links = from === 1 ? [FIRST_LINK] : [];
  /** Rows without a link, which is fine only at the end. */
  let loose: AuditRow[] = [];

  const report = (row: AuditRow, { kind, detail }: Finding) =>
    breaches.push({ seq: row.seq, to_seq: row.seq, id: row.id, kind, detail });

  async function step(row: AuditRow, finding: Finding | undefined): Promise<void> {
    if (row.seq > expected) {
      breaches.push(missing(expected, row.seq - 1, "removed"));
      links = [];
      loose = [];
    }
    expected = row.seq + 1;
    if (isAwaitingSignature(row, head)) {
      links = [];
      return;
    }
    const continued = await continuations(keys, links, row);
    const wrong = finding ?? wrongLink(row, continued);
    if (wrong) report(row, wrong);
    if (row.chain_hash !== null) {
      if (continued.includes(row.chain_hash)) loose.forEach((earlier) => reportLoose(earlier));
      loose = [];
    } else if (wrong) loose = [];
    else loose.push(row);
    // What an altered row should have had as its link, nobody knows.
    links = linksAfter(row, finding && row.chain_hash === null ? [] : continued);
  }

  /** What is known of the rows before, as they are now: a sealing may have come in between. */
  async function lookBack(previous: readonly AuditRow[]): Promise<void> {
    const last = previous.at(-1);
    loose = [];
    if (last?.seq !== expected - 1) return;
    if (links.length === 0) {
      const [first] = previous;
      const start = first?.seq === expected - 2 && first.chain_hash !== null ? [first.chain_hash] : [];
      links = await continuations(keys, start, last);
    }
    links = linksAfter(last, links);
    const isLoose = last.chain_hash === null && !isAwaitingSignature(last, head);
    if (isLoose && !(head && last.seq <= head.seq)) loose = [last];
  }

  function wrongLink(row: AuditRow, continued: readonly string[]): Finding | undefined {
    const { seq, chain_hash } = row;
    if (chain_hash === null)
      return head && seq <= head.seq ? chain("The link that the row had is gone.") : undefined;
    const isKnown = links.length > 0 || loose.length > 0;
    if (isKnown && !continued.includes(chain_hash))
      return chain("The link does not continue that of the row before.");
    if (head?.seq !== seq || head.chain_hash === chain_hash) return undefined;
    const detail = "Another row was sealed under this number: the log was shortened and written on.";
    return { kind: "rolled_back", detail };
  }

  function reportLoose(row: AuditRow): void {
    if (breaches.some(({ seq }) => seq === row.seq)) return;
    report(row, chain("The row has no link, but a later one has."));
  }

  return {
    async follow(previous, rows) {
      await lookBack(previous);
      const findings = await Promise.all(rows.map((row) => examineRow(keys, row)));
      for (const [index, row] of rows.entries()) await step(row, findings[index]);
    },
    get expected() {
      return expected;
    },
    breaches,
  };
}

/** The links that the row after this one may continue. */
function linksAfter(row: AuditRow, continued: readonly string[]): string[] {
  return [...new Set(row.chain_hash === null ? continued : [row.chain_hash, ...continued])].slice(0, 4);
}

/** Numbers without rows. */
export function missing(seq: number, to_seq: number, kind: "removed" | "truncated"): Breach {
  const count = to_seq - seq + 1;
  const what = count === 1 ? "A row is" : `${count} rows are`;
  const where = kind === "truncated" ? "at the end of the log" : "from within the log";
  return { seq, to_seq, id: null, kind, detail: `${what} missing ${where}.` };
}

/** A row of an older release, which the first sealing is still going to sign. */
function isAwaitingSignature(row: AuditRow, head: ChainHead | undefined): boolean {
  if (row.row_hash !== null || row.chain_hash !== null || row.salt !== LEGACY) return false;
  if (head === undefined) return true;
  return row.seq > Math.max(head.seq, head.legacy_from) && row.seq <= head.legacy_until;
}

/** The links that the row would have after each of `links`. */
async function continuations(keys: AuditKeys, links: readonly string[], row: AuditRow): Promise<string[]> {
  const named = typeof row.chain_hash === "string" ? keyIdOf(row.chain_hash) : "";
  const keyId = keys.byId.has(named) ? named : keys.current.id;
  const made = await Promise.all(links.map((link) => linkOf(keys, link, row, keyId)));
  return made.filter((link) => link !== undefined);
}
