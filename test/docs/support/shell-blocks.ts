/** A fenced block of shell commands in a document. */
export interface ShellBlock {
  /** Where it begins: `README.md:35`. */
  place: string;
  code: string;
  /** Why nobody runs it here: what the comment `<!-- not run: … -->` before it says. */
  notRun: string | undefined;
}

const FENCE = /^(\s*)```(\S*)\s*$/;
const NOT_RUN = /^\s*<!-- not run: (.+) -->\s*$/;

/** The blocks marked as sh or bash, in their order. */
export function shellBlocks(file: string, text: string): ShellBlock[] {
  const lines = text.split("\n");
  const blocks: ShellBlock[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [, indent = "", language] = FENCE.exec(lines[at] ?? "") ?? [];
    if (language === undefined) continue;
    const end = lines.findIndex((line, index) => index > at && FENCE.test(line));
    if (end < 0) throw new Error(`${file}:${at + 1}: the block does not end`);
    if (["sh", "bash"].includes(language)) {
      const code = lines.slice(at + 1, end).map((line) => line.replace(indent, ""));
      blocks.push({ place: `${file}:${at + 1}`, code: code.join("\n"), notRun: markBefore(lines, at) });
    }
    at = end;
  }
  return blocks;
}

function markBefore(lines: readonly string[], fence: number): string | undefined {
  const before = lines.slice(0, fence).findLast((line) => line.trim() !== "");
  return NOT_RUN.exec(before ?? "")?.[1];
}

/** The statuses other than 2xx that the text announces, as in `curl … # 402: declined`. */
export function announcedStatuses(code: string): string[] {
  return [...code.matchAll(/#\s*([345]\d\d)\b/g)].map(([, status = ""]) => status).sort();
}

/** How many commands of the block call curl. */
export function curlCount(code: string): number {
  return code.match(/(?:^|[|;&(])[ \t]*curl\b/gm)?.length ?? 0;
}

/** The variables that the block sets at the beginning of a command. */
export function variablesSet(code: string): string[] {
  return [...code.matchAll(/(?:^|;)[ \t]*([A-Z][A-Z0-9_]*)=/gm)].map(([, name = ""]) => name);
}
