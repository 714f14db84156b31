import { type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";
import { ClosedSchemas } from "./closed.ts";
import type { DocumentedAnswer, JsonSchema, OpenApi } from "./document.ts";
import { type FoundOperation, Operations } from "./operations.ts";

/** An answer as somebody outside saw it. `body` is null when it is no text. */
export interface SeenAnswer {
  method: string;
  url: string;
  status: number;
  headers: Headers;
  body: string | null;
}

const PROBLEM = "application/problem+json";
const EMPTY = new Set([204, 205, 304]);
const MOST_FINDINGS = 8;

/**
 * Holds answers against an OpenAPI document. `check` says what is off contract, in words, and nothing when all is right: a status,
 * media type or field that the document does not know, a body that is not as it says, a header that must be there and is not, an error
 * that is no problem with a code listed for it. Not looked at: what headers hold, headers that are not documented, bodies that are no
 * JSON, fields where a schema allows others (a problem's facts are such). Of paths outside /api that the document does not know it says
 * nothing.
 */
export function answerChecker(document: unknown): {
  check(answer: SeenAnswer): string[];
  operationOf(method: string, url: string): { operationId: string; path: string } | undefined;
} {
  const contract = document as OpenApi;
  const operations = new Operations(contract);
  const validate = validators(contract);
  const find = (method: string, url: string) => operations.find(method, pathOf(url));
  return {
    check(answer) {
      const found = find(answer.method, answer.url);
      const findings = found ? checkAnswer(found, answer, validate) : checkUnknown(answer, validate);
      const name = `${answer.method} ${pathOf(answer.url)} -> ${answer.status}`;
      return findings.map((finding) => `${name}: ${finding}`);
    },
    operationOf(method, url) {
      const found = find(method, url);
      return found && { operationId: found.operation.operationId, path: found.path };
    },
  };
}

type Validate = (schema: JsonSchema, value: unknown) => string[];

/** Each schema is made ready once, when the first answer needs it. */
function validators(document: OpenApi): Validate {
  const closed = new ClosedSchemas(document);
  const ready = new Map<string | JsonSchema, Validator>();
  return (schema, value) => {
    const key = schema.$ref ?? schema;
    let validator = ready.get(key);
    if (!validator)
      ready.set(key, (validator = new Validator(closed.of(schema) as Schema, "2020-12", false)));
    const result = validator.validate(value);
    return result.valid ? [] : leaves(result.errors);
  };
}

const OUTER = new Set(["false", "$ref", "properties", "items", "allOf", "anyOf", "oneOf"]);

/** The innermost findings: the keywords around them only say that something within does not match. */
function leaves(errors: OutputUnit[]): string[] {
  const inner = errors.filter(({ keyword }) => !OUTER.has(keyword));
  const said = (inner.length > 0 ? inner : errors).map(
    ({ instanceLocation, error }) => `${instanceLocation}: ${error}`,
  );
  return [...new Set(said)].slice(0, MOST_FINDINGS);
}

function checkAnswer(found: FoundOperation, answer: SeenAnswer, validate: Validate): string[] {
  const { operationId, responses } = found.operation;
  const documented = responses[String(answer.status)];
  if (!documented) return [`status ${answer.status} is not documented for ${operationId}${codeIn(answer)}`];
  const isHead = answer.method.toUpperCase() === "HEAD";
  // HEAD may leave out what is only known when the body is made (RFC 9110, 9.3.2).
  const missing = isHead ? [] : missingHeaders(documented, answer);
  if (isHead || EMPTY.has(answer.status)) {
    return [...missing, ...(answer.body ? ["there is a body where none may be"] : [])];
  }
  return [...missing, ...checkBody(documented, answer, validate)];
}

function missingHeaders({ headers = {} }: DocumentedAnswer, answer: SeenAnswer): string[] {
  return Object.entries(headers)
    .filter(([name, header]) => header.required === true && !answer.headers.has(name))
    .map(([name]) => `the header ${name} is missing`);
}

function checkBody(documented: DocumentedAnswer, answer: SeenAnswer, validate: Validate): string[] {
  const type = mediaType(answer);
  const content = documented.content ?? {};
  if (answer.status >= 400 && type !== PROBLEM && !(type in content)) {
    return [`an error is ${PROBLEM}, not ${type || "nothing"}`];
  }
  if (Object.keys(content).length === 0) return answer.body ? ["a body is not documented"] : [];
  const media = content[type];
  if (!media) return [`the content type ${type || "(none)"} is not documented`];
  if (!/[/+]json$/.test(type) || !media.schema || answer.body === null) return [];
  return [
    ...checkJson(answer.body, media.schema, validate),
    ...(type === PROBLEM ? checkCode(documented.description, answer) : []),
  ];
}

function checkJson(body: string, schema: JsonSchema, validate: Validate): string[] {
  const value = parsed(body);
  return value === undefined ? ["the body is not JSON"] : validate(schema, value);
}

/** The description of an error's status lists the codes that it comes with. */
function checkCode(description: string, answer: SeenAnswer): string[] {
  const { code, status } = (parsed(answer.body ?? "") ?? {}) as { code?: string; status?: number };
  return [
    ...(status === answer.status ? [] : [`the problem's status is ${status}`]),
    ...(description.includes(`\`${code}\``) ? [] : [`the code ${code} is not documented for this status`]),
  ];
}

/** A path or method that is nobody's: under /api the answer is the generic problem. */
function checkUnknown(answer: SeenAnswer, validate: Validate): string[] {
  const isApi = /^\/api(\/|$)/.test(pathOf(answer.url));
  if (!isApi) return [];
  if (answer.method.toUpperCase() === "OPTIONS")
    return answer.status < 500 ? [] : ["no documented operation, but it was answered"];
  if (answer.status !== 404 && answer.status !== 405) return ["no documented operation, but it was answered"];
  if (answer.method.toUpperCase() === "HEAD") return [];
  if (mediaType(answer) !== PROBLEM) return [`an error is ${PROBLEM}, not ${mediaType(answer) || "nothing"}`];
  const allow = answer.status === 405 && !answer.headers.has("Allow") ? ["the header Allow is missing"] : [];
  return [...allow, ...checkJson(answer.body ?? "", { $ref: "#/components/schemas/Problem" }, validate)];
}

function mediaType(answer: SeenAnswer): string {
  return (answer.headers.get("Content-Type") ?? "").split(";", 1).join("").trim().toLowerCase();
}

function codeIn(answer: SeenAnswer): string {
  const code = (parsed(answer.body ?? "") as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? ` (${code})` : "";
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function pathOf(url: string): string {
  return new URL(url, "http://shop.test").pathname;
}
