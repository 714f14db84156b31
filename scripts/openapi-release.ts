// Keeps what each release promised: npm run release:openapi puts openapi.json into releases/ under its version. With --check it compares the
// contract with the last release's, and fails when it breaks clients and the version does not say so.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { contractChanges } from "./contract/contract-changes.ts";
import type { Document } from "./contract/document.ts";
import { compareVersions, mayBreak } from "./contract/versions.ts";
import { inProject } from "./lib/paths.ts";
import { Failure, runScript } from "./lib/terminal.ts";

const CURRENT = inProject("openapi.json");
const RELEASES = inProject("releases");

function read<Content>(file: string): Content {
  return JSON.parse(readFileSync(file, "utf8")) as Content;
}

function fileOf(version: string): string {
  return join(RELEASES, `openapi-${version}.json`);
}

/** The version of the last release; undefined before the first. */
function lastRelease(): string | undefined {
  if (!existsSync(RELEASES)) return undefined;
  const versions = readdirSync(RELEASES).flatMap((name) => /^openapi-(.+)\.json$/.exec(name)?.[1] ?? []);
  return versions.toSorted(compareVersions).at(-1);
}

function check(document: Document): void {
  const { version } = read<{ version: string }>(inProject("package.json"));
  const next = document.info.version;
  if (next !== version) throw new Failure(`openapi.json is of version ${next}, package.json of ${version}`);
  const released = lastRelease();
  if (released === undefined) return console.log("nothing was released yet");
  const changes = contractChanges(read<Document>(fileOf(released)), document);
  for (const { text } of changes.filter((change) => !change.breaking)) console.log(`to announce: ${text}`);
  const broken = changes.filter((change) => change.breaking).map(({ text }) => text);
  if (broken.length > 0 && !mayBreak(released, next)) {
    throw new Failure(`${next} breaks clients of ${released}:\n${broken.join("\n")}`);
  }
  console.log(`${broken.length} breaking changes since ${released}`);
}

function release({ info: { version } }: Document): void {
  const released = lastRelease();
  if (released !== undefined && compareVersions(version, released) <= 0) {
    throw new Failure(
      `${released} is released already: raise the version (package.json, src/platform/http/openapi.ts)`,
    );
  }
  mkdirSync(RELEASES, { recursive: true });
  copyFileSync(CURRENT, fileOf(version));
  console.log(`released: the contract of ${version}`);
}

await runScript(async () => {
  const document = read<Document>(CURRENT);
  if (process.argv.includes("--check")) check(document);
  else release(document);
});
