import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inProject } from "../lib/paths.ts";
import { Failure, poll } from "../lib/terminal.ts";

const TIMEOUT_MS = 30_000;

/**
 * Waits until the server of this folder, which writes its mails to files, has sent one whose text holds this.
 * Returns the files of all of them.
 * @throws Failure when none comes
 */
export async function untilMailed(text: string): Promise<string[]> {
  const found = await poll(async () => (mailsWith(text).length > 0 ? mailsWith(text) : undefined), {
    timeoutMs: TIMEOUT_MS,
  });
  if (!found) throw new Failure(`Not as promised: a mail in .wrangler/tmp that says "${text}".`);
  return found;
}

/** The text parts of the mails that the local runtime wrote, of whichever session: each has a folder of its own. */
function mailsWith(text: string): string[] {
  const folder = inProject(".wrangler/tmp/email");
  return entriesOf(folder)
    .map((session) => join(folder, session, "email-text"))
    .flatMap((texts) => entriesOf(texts).map((name) => join(texts, name)))
    .filter((file) => readFileSync(file, "utf8").includes(text));
}

function entriesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
