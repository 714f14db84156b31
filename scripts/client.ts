// Writes client/schema.d.ts, the types of the API's client, from openapi.json: npm run client.
// With --check it only compares. Three things are told differently than in the contract, because programs read them more easily so: all errors
// of an operation have one shape and become one answer, `default`; an answer that may be JSON is JSON (with `parseAs: "text"` it is a string
// anyway); files to be sent are what fetch sends.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, {
  astToString,
  COMMENT_HEADER,
  type OpenAPI3,
  type OpenAPITSOptions,
  STRING,
  tsUnion,
} from "openapi-typescript";
import ts from "typescript";
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

/** The contract as the client's users meet it. */
function simplified(document: OpenAPI3): OpenAPI3 {
  for (const path of Object.values(document.paths as unknown as Paths)) {
    for (const operation of METHODS.flatMap((method) => path[method] ?? [])) {
      mergeProblems(operation);
      for (const { content } of Object.values(operation.responses)) if (content) preferJson(content);
    }
  }
  return document;
}

/** One `default` answer for all problems that the operation lists, each named with its status and codes. */
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

function preferJson(content: Record<string, unknown>): void {
  if (!("application/json" in content)) return;
  for (const type of Object.keys(content)) if (type !== "application/json") delete content[type];
}

const FILE_TO_SEND = tsUnion([
  ts.factory.createTypeReferenceNode("Blob"),
  ts.factory.createTypeReferenceNode("ArrayBuffer"),
  STRING,
]);

/** Files go out in what fetch sends; what a file is read as, the caller says. */
const transform: NonNullable<OpenAPITSOptions["transform"]> = ({ format }, { path }) =>
  format === "binary" && path?.includes("/requestBody/") ? FILE_TO_SEND : undefined;

async function main(): Promise<void> {
  const document = JSON.parse(readFileSync(inProject("openapi.json"), "utf8")) as OpenAPI3;
  const text =
    COMMENT_HEADER + astToString(await openapiTS(simplified(document), { alphabetize: true, transform }));
  if (!process.argv.includes("--check")) return writeFileSync(FILE, text);
  if (readFileSync(FILE, "utf8") !== text) {
    throw new Failure("client/schema.d.ts is not what openapi.json says: npm run client");
  }
}

await runScript(main);
