import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let folder: string;
const inFolder = (path: string) => join(folder, path);

/** Writes a file that was changed so many seconds after the beginning. */
function write(path: string, content: string, at: number): void {
  writeFileSync(inFolder(path), content);
  utimesSync(inFolder(path), at, at);
}

/** Runs the script, and returns whether it asked npm to install. */
function installs(): boolean {
  const script = inFolder("scripts/ensure-installed.mjs");
  const env = { ...process.env, npm_execpath: inFolder("npm.cjs") };
  expect(spawnSync(process.execPath, [script], { env }).status).toBe(0);
  const hasAsked = existsSync(inFolder("asked"));
  rmSync(inFolder("asked"), { force: true });
  return hasAsked;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "edge-commerce-installed-"));
  for (const name of ["scripts", "node_modules"]) mkdirSync(inFolder(name));
  const script = "scripts/ensure-installed.mjs";
  copyFileSync(join(import.meta.dirname, "../..", script), inFolder(script));
  write("npm.cjs", `require("fs").writeFileSync(${JSON.stringify(inFolder("asked"))}, "");`, 1);
  write("package-lock.json", "one", 1);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("what has to be installed before a script", () => {
  it("is installed once, and again when the lock file has changed", () => {
    expect(installs()).toBe(true);
    write("node_modules/.package-lock.json", "installed", 2);
    expect(installs()).toBe(false);
    write("package-lock.json", "two", Date.now() / 1_000 + 10);
    expect(installs()).toBe(true);
  });

  it("is not installed anew after somebody has added a package by hand", () => {
    write("node_modules/.package-lock.json", "installed", 2);
    expect(installs()).toBe(false);
    const later = Date.now() / 1_000 + 10;
    write("package-lock.json", "with another package", later);
    write("node_modules/.package-lock.json", "installed, too", later + 1);
    expect(installs()).toBe(false);
  });

  it("is installed anew when what is there was installed on another kind of machine", () => {
    write("node_modules/.package-lock.json", "installed", 2);
    writeFileSync(inFolder("node_modules/.install-stamp"), "of another machine");
    expect(installs()).toBe(true);
  });
});
