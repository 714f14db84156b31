import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  closureOf,
  isAllowed,
  type LockedPackage,
  type LockFile,
  lockProblems,
  type Manifest,
} from "../../scripts/audit/lock-file.ts";

const read = <Json>(name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, "../..", name), "utf8")) as Json;

const GOOD: LockedPackage = { version: "1.0.0", integrity: "sha512-x", license: "MIT" };

function problemsOf(entry: LockedPackage, manifest: Manifest = { dependencies: { a: "1.0.0" } }): string[] {
  const lock = { lockfileVersion: 3, packages: { "": {}, "node_modules/a": entry } };
  return lockProblems(lock, manifest, new Set(["node_modules/a"]));
}

describe("the lock file of this project", () => {
  it("says exactly what is installed, all of it from the registry, with its checksum", () => {
    const [lock, manifest] = [read<LockFile>("package-lock.json"), read<Manifest>("package.json")];
    const shipped = closureOf(lock, Object.keys(manifest.dependencies ?? {}));
    expect(shipped.size).toBeGreaterThan(10);
    expect(lockProblems(lock, manifest, shipped)).toEqual([]);
  });
});

describe("a lock file", () => {
  it("in which all is well has no problem", () => {
    expect(problemsOf(GOOD)).toEqual([]);
  });

  it.each<[string, LockedPackage, Manifest?]>([
    ["has no checksum", { version: "1.0.0", license: "MIT" }],
    ["checksum that can be forged", { ...GOOD, integrity: "sha1-x" }],
    ["does not come from the registry", { ...GOOD, resolved: "git+ssh://git@github.com/x/y.git#1" }],
    ["does not come from the registry", { ...GOOD, resolved: "http://registry.npmjs.org/a/-/a-1.0.0.tgz" }],
    ["does not come from the registry", { ...GOOD, resolved: "file:../a" }],
    ["runs a script", { ...GOOD, hasInstallScript: true }],
    ["shipped under GPL-3.0-only", { ...GOOD, license: "GPL-3.0-only" }],
    ["shipped under no licence", { version: "1.0.0", integrity: "sha512-x" }],
    ["is no exact version", GOOD, { dependencies: { a: "^1.0.0" } }],
    ["is no exact version", GOOD, { devDependencies: { a: "github:x/y" } }],
  ])("is found when it %s", (words, entry, manifest) => {
    expect(problemsOf(entry, manifest)).toEqual([expect.stringContaining(words)]);
  });

  it("lets a script run that was decided on, and one that was refused be there", () => {
    const script = { ...GOOD, hasInstallScript: true };
    for (const decided of [true, false]) {
      expect(problemsOf(script, { dependencies: { a: "1.0.0" }, allowScripts: { a: decided } })).toEqual([]);
    }
  });

  it("leads from a package to what it needs, to the nearest of several versions", () => {
    const lock: LockFile = {
      lockfileVersion: 3,
      packages: {
        "": {},
        "node_modules/a": { dependencies: { b: "1" }, peerDependencies: { absent: "1" } },
        "node_modules/a/node_modules/b": { dependencies: { c: "1" } },
        "node_modules/b": {},
        "node_modules/c": { dependencies: { a: "1" } },
        "node_modules/unused": {},
      },
    };
    const found = ["node_modules/a", "node_modules/a/node_modules/b", "node_modules/c"];
    expect([...closureOf(lock, ["a"])].sort()).toEqual(found);
  });
});

describe("a licence", () => {
  it.each(["MIT", "(MPL-2.0 OR Apache-2.0)", "MIT AND ISC", "(MIT OR CC0-1.0)"])(
    "%s is allowed",
    (licence) => {
      expect(isAllowed(licence)).toBe(true);
    },
  );
  it.each(["", "UNLICENSED", "AGPL-3.0-only", "MIT AND LGPL-3.0-or-later", "SEE LICENSE IN LICENSE"])(
    "%s is not",
    (licence) => {
      expect(isAllowed(licence)).toBe(false);
    },
  );
});
