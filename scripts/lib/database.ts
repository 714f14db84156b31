import type { Place } from "./place.ts";
import { Failure } from "./terminal.ts";
import { wrangler } from "./wrangler.ts";

/**
 * Runs statements in the main database of a place, all or none, and returns the rows of the last one.
 * @throws Failure with the reason that wrangler gave
 */
export async function execute<Row>(place: Place, statements: readonly string[]): Promise<Row[]> {
  const sql = statements.join(";\n");
  const args = ["d1", "execute", "DB", ...place.flags, "--yes", "--json", "--command", sql];
  const { code, answer, output } = await wrangler(args, { quiet: true });
  if (code === 0) return (JSON.parse(answer) as { results: Row[] }[]).at(-1)?.results ?? [];
  const hint = place.isLocal
    ? "Has npm start, or npm run db:migrate, made the database?"
    : "Are you logged in to wrangler?";
  throw new Failure(`Nothing was done in ${place.name}. ${hint}\n${reasonIn(answer) ?? output}`);
}

function reasonIn(answer: string): string | undefined {
  try {
    return (JSON.parse(answer) as { error?: { text?: string } }).error?.text;
  } catch {
    return undefined;
  }
}
