import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { inProject } from "../../../scripts/lib/paths.ts";
import { announcedStatuses, curlCount, type ShellBlock, variablesSet } from "./shell-blocks.ts";

const TIMEOUT_MS = 90_000;

/** A call of curl: `README.md:35 200 GET http://…`. */
interface Call {
  place: string;
  status: string;
  request: string;
}

// In place of curl: the same curl, which also notes what was answered. Whoever runs the block sees nothing of it.
const CURL = `#!/usr/bin/env bash
for argument in "$@"; do
  case "$argument" in
    http*://*//*|http*/|*' '|*Bearer|*undefined*) echo "$DOCS_PLACE 000 empty \${argument// /_}" >> "$DOCS_CALLS" ;;
  esac
done
exec "$DOCS_CURL" --max-time 30 --show-error \\
  --write-out "%{stderr}@@ $DOCS_PLACE %{http_code} %{method} %{url_effective}\\n" "$@" 2> >(
    while IFS= read -r line; do
      case "$line" in "@@ "*) echo "\${line#@@ }" >> "$DOCS_CALLS" ;; *) echo "$line" >&2 ;; esac
    done)
`;

/**
 * Runs the blocks of a document one after another in one shell, in the folder of a running shop. Returns what is wrong with them; nothing,
 * when they work as the text says.
 */
export async function runBlocks(folder: string, blocks: readonly ShellBlock[]): Promise<string[]> {
  const scratch = mkdtempSync(join(tmpdir(), "edge-commerce-docs-"));
  const callsFile = join(scratch, "calls");
  try {
    writeFileSync(join(scratch, "curl"), CURL, { mode: 0o755 });
    writeFileSync(join(scratch, "script.sh"), scriptOf(blocks));
    const { code, output } = await bash(join(scratch, "script.sh"), folder, {
      PATH: [scratch, inProject("node_modules/.bin"), process.env["PATH"]].join(delimiter),
      DOCS_CALLS: callsFile,
      DOCS_CURL: programOnPath("curl"),
    });
    const calls = existsSync(callsFile) ? readCalls(readFileSync(callsFile, "utf8")) : [];
    const problems = blocks.flatMap((block) => unannounced(block, calls));
    if (code !== 0) problems.push(`the shell ended with ${code}:\n${output.slice(-2_000)}`);
    return problems;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function scriptOf(blocks: readonly ShellBlock[]): string {
  const parts = blocks.map(({ place, code }) => {
    const checks = variablesSet(code).map((name) => `__is_set ${name} "\${${name}-}"`);
    return [`export DOCS_PLACE='${place}'`, 'echo "--- $DOCS_PLACE"', code, ...checks].join("\n");
  });
  const isSet = `__is_set() { case "$2" in ''|undefined|null) echo "$1 is empty after $DOCS_PLACE"; exit 90 ;; esac; }`;
  return ["set -eu", isSet, ...parts, "sleep 0.2 # what curl notes is written", ""].join("\n");
}

/** Runs a script in a process group of its own, so that what it left in the background ends with it. */
function bash(script: string, cwd: string, env: Record<string, string>) {
  return new Promise<{ code: number | string; output: string }>((resolve, reject) => {
    const child = spawn("bash", [script], {
      cwd,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const tooLong = setTimeout(() => child.kill("SIGKILL"), TIMEOUT_MS);
    child.once("error", reject);
    child.once("exit", () => {
      clearTimeout(tooLong);
      endGroup(child.pid);
    });
    child.once("close", (code, signal) => resolve({ code: code ?? String(signal), output }));
  });
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // Nothing is left of it.
  }
}

function readCalls(text: string): Call[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => {
      const [place = "", status = "", ...request] = line.split(" ");
      return { place, status, request: request.join(" ") };
    });
}

function unannounced({ place, code }: ShellBlock, calls: readonly Call[]): string[] {
  const made = calls.filter((call) => call.place === place);
  if (made.length < curlCount(code))
    return [`${place}: of ${curlCount(code)} calls ${made.length} were made`];
  const odd = made.filter((call) => !/^2\d\d$/.test(call.status));
  const announced = announcedStatuses(code);
  const got = odd.map(({ status }) => status).sort();
  if (got.join() === announced.join()) return [];
  const seen = odd.map(({ status, request }) => `${status} ${request}`).join("; ") || "nothing but 2xx";
  return [`${place}: announced [${announced.join()}], got ${seen}`];
}

/** @throws Error when there is no such program */
function programOnPath(name: string): string {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = folders.map((folder) => join(folder, name)).find(existsSync);
  if (!found) throw new Error(`${name} is not installed`);
  return found;
}
