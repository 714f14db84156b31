import type { DocumentedOperation, OpenApi } from "./document.ts";

export interface FoundOperation {
  method: string;
  path: string;
  operation: DocumentedOperation;
}

interface Node {
  literals: Map<string, Node>;
  parameter?: Node;
  found?: FoundOperation;
}

/** Finds operations by method and path: literal segments win over parameters, a trailing slash counts for nothing. */
export class Operations {
  readonly #roots = new Map<string, Node>();

  constructor(document: OpenApi) {
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        if (typeof operation !== "object" || !("responses" in operation)) continue;
        this.#insert(method.toUpperCase(), path, operation);
      }
    }
  }

  /** HEAD is answered as GET is, without the body. */
  find(method: string, pathname: string): FoundOperation | undefined {
    const upper = method.toUpperCase();
    const root = this.#roots.get(upper === "HEAD" ? "GET" : upper);
    return root && walk(root, segmentsOf(pathname));
  }

  #insert(method: string, path: string, operation: DocumentedOperation): void {
    let node = this.#roots.get(method);
    if (!node) {
      node = { literals: new Map<string, Node>() };
      this.#roots.set(method, node);
    }
    for (const segment of segmentsOf(path)) {
      let next: Node | undefined = segment.startsWith("{") ? node.parameter : node.literals.get(segment);
      if (!next) {
        next = { literals: new Map<string, Node>() };
        if (segment.startsWith("{")) node.parameter = next;
        else node.literals.set(segment, next);
      }
      node = next;
    }
    node.found = { method, path, operation };
  }
}

function segmentsOf(path: string): string[] {
  return path
    .replace(/(?<=.)\/$/, "")
    .split("/")
    .slice(1);
}

function walk(node: Node, segments: readonly string[]): FoundOperation | undefined {
  const [segment, ...rest] = segments;
  if (segment === undefined) return node.found;
  const literal = node.literals.get(decoded(segment));
  const found = literal && walk(literal, rest);
  return found ?? (node.parameter && segment !== "" ? walk(node.parameter, rest) : undefined);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
