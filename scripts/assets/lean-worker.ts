import { join } from "node:path";
import ts from "typescript";
import { type Files, filesBelow } from "./mirror.ts";

/** By the function that takes it: what a specification says for people and tools alone, and what stands in for it. */
const FOR_READERS: Record<string, Record<string, string>> = {
  defineRoute: {
    summary: "",
    description: "",
    tag: "",
    bodyExample: "",
    requestHeaders: "",
    success: "",
    errors: "",
  },
  // What previews show; there are none where this is deployed.
  defineMail: { samples: "samples: []," },
  defineReport: { samples: "samples: []," },
};
/** Methods of schemas that only note something down. */
const NOTES = new Set(["openapi", "describe"]);

/** The file whose whole work is for readers, and what stands in for it. */
const DOCUMENTATION = join("src", "platform/http/documentation.ts");
const NO_DOCUMENTATION = "export const documentationOf = () => ({ responses: {} });\n";

/** A piece of a source text that another one takes the place of. */
interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * The Worker's sources as they are deployed, by path: without what they only tell readers, which openapi.json holds: summaries,
 * descriptions, examples, answers' schemas, samples of mails. They would be a tenth of the bundle, and of what every isolate does when it starts.
 * Lines keep their numbers. wrangler.toml deploys these.
 */
export function leanWorker(root: string): Files {
  const lean: Files = new Map();
  for (const folder of ["src", "workers"]) {
    for (const [path, content] of filesBelow(join(root, folder))) {
      if (path.startsWith("stripe-emulator")) continue;
      const file = join(folder, path);
      const text = new TextDecoder().decode(content);
      const isSource = file.endsWith(".ts");
      lean.set(file, isSource ? new TextEncoder().encode(withoutNotes(file, text)) : content);
    }
  }
  if (!lean.has(DOCUMENTATION))
    throw new Error(`${DOCUMENTATION} has moved: see scripts/assets/lean-worker.ts`);
  lean.set(DOCUMENTATION, new TextEncoder().encode(NO_DOCUMENTATION));
  return lean;
}

/** The text of a source file without what is for readers alone. Pure. */
export function withoutNotes(file: string, text: string): string {
  const isSchema = file.endsWith(".schema.ts");
  if (!isSchema && !/\bdefine(Route|Mail|Report)\b/.test(text) && !/\.(openapi|describe)\(/.test(text))
    return text;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) noteCall(node, source, edits);
    ts.forEachChild(node, visit);
  };
  visit(source);
  if (isSchema) for (const statement of source.statements) wrapSchemas(statement, source, edits);
  return applied(text, edits);
}

function noteCall(call: ts.CallExpression, source: ts.SourceFile, edits: Edit[]): void {
  const { expression } = call;
  const forReaders = ts.isIdentifier(expression) ? FOR_READERS[expression.text] : undefined;
  if (forReaders) {
    const [spec] = call.arguments;
    if (spec === undefined || !ts.isObjectLiteralExpression(spec)) return;
    for (const property of spec.properties) {
      const text = forReaders[property.name?.getText(source) ?? ""];
      if (text === undefined) continue;
      // With the comma, if one follows.
      const comma = source.text[property.end] === "," ? 1 : 0;
      edits.push({ start: property.getStart(source), end: property.end + comma, text });
    }
  } else if (
    ts.isPropertyAccessExpression(expression) &&
    NOTES.has(expression.name.text) &&
    expression.expression.getText(source) !== "app"
  ) {
    edits.push({ start: expression.expression.end, end: call.end, text: "" });
  }
}

/** A schema at the top of a file is made only if something uses it: the bundler does not know that making one does nothing else. */
function wrapSchemas(statement: ts.Statement, source: ts.SourceFile, edits: Edit[]): void {
  if (!ts.isVariableStatement(statement)) return;
  for (const { initializer } of statement.declarationList.declarations) {
    if (initializer === undefined || !ts.isCallExpression(initializer)) continue;
    edits.push({
      start: initializer.getStart(source),
      end: initializer.getStart(source),
      text: "/* @__PURE__ */ (() => ",
    });
    edits.push({ start: initializer.end, end: initializer.end, text: ")()" });
  }
}

/** Applies edits, of those that lie in one another the outer ones. */
function applied(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  const byStart = edits.toSorted((a, b) => a.start - b.start || b.end - a.end);
  for (const { start, end, text: instead } of byStart) {
    if (start < at) continue;
    const lines = text.slice(start, end).replace(/[^\n]/g, "");
    result += text.slice(at, start) + instead + lines;
    at = end;
  }
  return result + text.slice(at);
}
