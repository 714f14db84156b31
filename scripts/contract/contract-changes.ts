import type { Answer, Content, Document, Operation, Parameter } from "./document.ts";
import { type Change, type Comparison, type Direction, schemaChanges } from "./schema-changes.ts";

const METHODS = ["get", "put", "post", "patch", "delete", "head", "options"];

const breaking = (text: string): Change => ({ breaking: true, text });

/**
 * What clients of the document before meet in the document after: what breaks them, and what they have to be told. What only adds
 * (operations, optional parameters and fields, fields of answers) is not named.
 */
export function contractChanges(before: Document, after: Document): Change[] {
  return Object.entries(before.paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const old = operations[method];
      if (!old) return [];
      const name = `${method.toUpperCase()} ${path}`;
      const now = after.paths[path]?.[method];
      return now
        ? operationChanges({ before, after }, old, now, name)
        : [breaking(`${name}: it was removed`)];
    }),
  );
}

type Documents = Pick<Comparison, "before" | "after">;

function operationChanges(documents: Documents, old: Operation, now: Operation, name: string): Change[] {
  return [
    ...(old.operationId === now.operationId
      ? []
      : [{ breaking: false, text: `${name}: ${old.operationId} is called ${now.operationId} now` }]),
    ...accessChanges(old["x-access"], now["x-access"], name),
    ...parameterChanges(documents, old.parameters ?? [], now.parameters ?? [], name),
    ...bodyChanges(documents, old, now, name),
    ...Object.entries(old.responses).flatMap(([status, answer]) => {
      const successor = now.responses[status];
      return successor
        ? answerChanges(documents, answer, successor, `${name} ${status}`)
        : [breaking(`${name}: the status ${status} was removed`)];
    }),
  ];
}

/** Who could call it before may be refused, unless everybody may. */
function accessChanges(old: Operation["x-access"], now: Operation["x-access"], name: string): Change[] {
  const said = (access: Operation["x-access"]) =>
    [access?.kind, access?.permission].filter(Boolean).join(" ");
  if (!old || !now || now.kind === "public" || said(old) === said(now)) return [];
  return [breaking(`${name}: its access was ${said(old)} and is ${said(now)}`)];
}

function parameterChanges(documents: Documents, old: Parameter[], now: Parameter[], name: string): Change[] {
  const same = (left: Parameter) => (right: Parameter) => left.name === right.name && left.in === right.in;
  const kept = old.flatMap((parameter) => {
    const at = `${name}, ${parameter.in} ${parameter.name}`;
    const successor = now.find(same(parameter));
    if (!successor) return [breaking(`${at}: the parameter was removed`)];
    return [
      ...(successor.required && !parameter.required
        ? [breaking(`${at}: the parameter became required`)]
        : []),
      ...schemaChanges(
        { ...documents, direction: "request" },
        parameter.schema ?? {},
        successor.schema ?? {},
        at,
      ),
    ];
  });
  const demanded = now
    .filter((parameter) => parameter.required && !old.some(same(parameter)))
    .map((parameter) => breaking(`${name}, ${parameter.in} ${parameter.name}: a new parameter is required`));
  return [...kept, ...demanded];
}

function bodyChanges(documents: Documents, old: Operation, now: Operation, name: string): Change[] {
  const [before, after] = [old.requestBody, now.requestBody];
  if (!before) return after?.required ? [breaking(`${name}: a body became required`)] : [];
  if (!after) return [breaking(`${name}: it takes no body any more`)];
  return [
    ...(after.required && !before.required ? [breaking(`${name}: the body became required`)] : []),
    ...contentChanges(documents, "request", before.content, after.content, `${name} body`),
  ];
}

function answerChanges(documents: Documents, old: Answer, now: Answer, at: string): Change[] {
  const headers = Object.keys(old.headers ?? {})
    .filter((header) => !(header in (now.headers ?? {})))
    .map((header) => breaking(`${at}: the header ${header} was removed`));
  const gaps = Object.keys(old.headers ?? {})
    .filter((header) => old.headers?.[header]?.required === true)
    .filter((header) => now.headers?.[header] && now.headers[header].required !== true)
    .map((header) => breaking(`${at}: the header ${header} may be missing now`));
  const codes = codesOf(old)
    .filter((code) => !codesOf(now).includes(code))
    .map((code) => ({ breaking: false, text: `${at}: the code ${code} is no longer answered` }));
  return [
    ...[...headers, ...gaps, ...codes],
    ...contentChanges(documents, "answer", old.content ?? {}, now.content ?? {}, at),
  ];
}

function codesOf({ description = "" }: Answer): string[] {
  return [...description.matchAll(/`([a-z_]+\.[a-z_.]+)`/g)].map(([, code = ""]) => code);
}

function contentChanges(
  documents: Documents,
  direction: Direction,
  old: Content,
  now: Content,
  at: string,
): Change[] {
  return Object.entries(old).flatMap(([type, { schema }]) => {
    const successor = now[type];
    if (!successor) return [breaking(`${at}: ${type} was removed`)];
    return schemaChanges({ ...documents, direction }, schema ?? {}, successor.schema ?? {}, at);
  });
}
