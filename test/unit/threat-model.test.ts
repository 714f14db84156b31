import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const model = readFileSync(join(ROOT, "docs/architecture/threat-model.md"), "utf8");

/** `test/…/x.test.ts`: "a title" */
const named = [...model.matchAll(/`(test\/[\w./-]+\.test\.ts)`: "([^"]+)"/g)].map(
  ([, file = "", title = ""]) => ({
    file,
    title,
  }),
);

/** The rows of a section's table, without its head. */
function rowsOf(heading: string): string[] {
  const [, section = ""] = model.split(`## ${heading}\n`);
  const [body = ""] = section.split("\n## ");
  return body
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2);
}

describe("docs/architecture/threat-model.md", () => {
  it("answers every threat with a test", () => {
    const threats = rowsOf("Who attacks, and what stops them");
    expect(threats.length).toBeGreaterThan(25);
    for (const threat of threats) expect(threat).toMatch(/`test\/[\w./-]+\.test\.ts`: "/);
  });

  it("walks through all of OWASP's ten", () => {
    for (let risk = 1; risk <= 10; risk += 1)
      expect(model).toMatch(new RegExp(`^\\| API${risk} .*test\\.ts`, "m"));
  });

  it.each(named)("names a test that exists: $file, $title", ({ file, title }) => {
    expect(existsSync(join(ROOT, file))).toBe(true);
    const source = readFileSync(join(ROOT, file), "utf8");
    expect(source).toContain(`"${title}"`);
    for (const way of ["skip", "skipIf", "todo", "fails"])
      expect(source).not.toMatch(new RegExp(`\\.${way}\\b`));
  });
});
