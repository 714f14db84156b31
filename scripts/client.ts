// Writes client/schema.d.ts, the types of the API's client, from openapi.json: npm run client.
// With --check it only compares. All errors of an operation have the same shape, so they become one answer, `default`.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString, COMMENT_HEADER, type OpenAPI3 } from "openapi-typescript";
import { inProject } from "./lib/paths.ts";
import { Failure, runScript } from "./lib/terminal.ts";

const FILE = inProject("client/schema.d.ts");
const METHODS = ["get", "put", "post", "patch", "delete"] as const;

interface Answer {
  description: string;
  content?: Record<string, unknown>;
}
interface Operation {
  responses: Record<string, Answer>;
}
type Paths = Record<string, Partial<Record<(typeof METHODS)[number], Operation>>>;

/** The contract with one `default` answer an operation for all problems that it lists, each named with its status and codes. */
function withOneProblem(document: OpenAPI3): OpenAPI3 {
  for (const path of Object.values(document.paths as unknown as Paths)) {
    for (const operation of METHODS.flatMap((method) => path[method] ?? [])) mergeProblems(operation);
  }
  return document;
}

function mergeProblems(operation: Operation): void {
  const problems = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
  const content = problems.find(([, answer]) => answer.content)?.[1].content;
  for (const [status] of problems) delete operation.responses[status];
  if (content) {
    const codes = problems.map(([status, { description }]) => `${status} ${codesOf(description)}`);
    operation.responses["default"] = { description: codes.join("\n"), content };
  }
}

/** The codes in "`a.b`: What it means; `c.d`: …": what they mean is at /docs/errors. */
function codesOf(description: string): string {
  return [...description.matchAll(/`([\w.]+)`:/g)].map(([, code]) => code).join(" ");
}

async function main(): Promise<void> {
  const document = JSON.parse(readFileSync(inProject("openapi.json"), "utf8")) as OpenAPI3;
  const text = COMMENT_HEADER + astToString(await openapiTS(withOneProblem(document), { alphabetize: true }));
  if (!process.argv.includes("--check")) return writeFileSync(FILE, text);
  if (readFileSync(FILE, "utf8") !== text) {
    throw new Failure("client/schema.d.ts is not what openapi.json says: npm run client");
  }
}

await runScript(main);
