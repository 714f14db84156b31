// Writes the results of the last runs into docs/architecture/performance.md: npm run bench:render
import { readFileSync, writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { inProject } from "../scripts/lib/paths.ts";
import { SECTIONS } from "./sections.ts";

const DOCUMENT = inProject("docs/architecture/performance.md");
const [folder = ".build/bench"] = process.argv.slice(2);

let text = readFileSync(DOCUMENT, "utf8");
const written: string[] = [];
for (const [name, render] of Object.entries(SECTIONS)) {
  const section = render(folder);
  if (section === undefined) continue;
  text = replaceSection(text, name, section);
  written.push(name);
}
const options = await resolveConfig(DOCUMENT);
writeFileSync(DOCUMENT, await format(text, { ...options, filepath: DOCUMENT }));
console.log(written.length === 0 ? `There are no results in ${folder}.` : `Wrote ${written.join(", ")}.`);

/** Puts a section between its marks. @throws Error when the document has no such marks */
function replaceSection(document: string, name: string, section: string): string {
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${DOCUMENT} has no section ${name}`);
  return `${document.slice(0, from)}${begin}\n\n${section}\n\n${document.slice(to)}`;
}
