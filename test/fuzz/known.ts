import type { Operation } from "./operations.ts";

const KEPT_OF_A_NAME = 40;
const KEPT_OF_A_PATH = 60;
const MOST_LENGTH = 300;
const MOST_NODES = 3_000;

type Json = Record<string, unknown>;

/** Collections whose objects are found under another name, too. */
const ALSO: Readonly<Record<string, string>> = {
  "/api/v1/users": "/api/v1/customers",
  "/api/v1/products/imports": "/api/v1/jobs",
  "/api/v1/products/exports": "/api/v1/jobs",
};

/**
 * What the answers so far have told: ids by the path under which their objects are found, and values by the name of their property.
 * Requests that are made of it reach objects that exist.
 */
export class Known {
  readonly #values = new Map<string, unknown[]>();
  /** By the template of a collection: the parameters that lead to one of its objects. */
  readonly #paths = new Map<string, string[][]>();
  readonly #collections: ReadonlySet<string>;
  /** By the id of an object and the name of a list in it: the ids in the list. */
  readonly #children = new Map<string, string[]>();
  readonly #etags = new Map<string, string>();
  readonly #orderTokens = new Map<string, string>();

  constructor(operations: readonly Operation[]) {
    this.#collections = new Set(operations.map(({ path }) => path).flatMap(collectionOf));
  }

  /** Learns from an answer. `params` are the values in the request's path. */
  learn(operation: Operation, params: readonly string[], body: unknown, etag: string | undefined): void {
    if (typeof body !== "object" || body === null) return;
    const template = operation.path;
    const isOne = template.endsWith("}");
    const [collection = ""] = isOne ? collectionOf(template) : [template];
    const outer = isOne ? params.slice(0, -1) : params;
    const { data } = body as { data?: unknown };
    const objects = Array.isArray(data) ? data : [body];
    for (const object of objects.slice(0, KEPT_OF_A_NAME)) this.#learnObject(collection, outer, object);
    this.#learnValues(body, 0);
    const { id, pagination } = body as { id?: unknown; pagination?: Json };
    const cursor = pagination?.["next_cursor"];
    if (typeof cursor === "string") this.#keep(`cursor of ${operation.id}`, cursor);
    const subject = typeof id === "string" ? id : params.at(-1);
    if (etag !== undefined && subject !== undefined) this.#etags.set(subject, etag);
  }

  /** Values that properties of this name had, the newest last. */
  values(name: string): readonly unknown[] {
    return this.#values.get(name) ?? this.#values.get(name.replace(/_to$|^(from|to)_/, "")) ?? [];
  }

  /** The parameters of known objects for a path with this many of them. */
  params(template: string): readonly string[][] {
    const [collection = ""] = collectionOf(template.slice(0, template.lastIndexOf("}") + 1));
    return this.#paths.get(collection) ?? [];
  }

  etag(id: string): string | undefined {
    return this.#etags.get(id);
  }

  /** The ids in a list of an object, as `line_items` of an order. */
  children(id: string, list: string): readonly string[] {
    return this.#children.get(`${id} ${list}`) ?? [];
  }

  orderToken(orderId: string): string | undefined {
    return this.#orderTokens.get(orderId);
  }

  /** Notes where an object is found. */
  note(collection: string, params: string[]): void {
    const list = this.#paths.get(collection) ?? [];
    if (list.some((each) => each.join() === params.join())) return;
    list.push(params);
    if (list.length > KEPT_OF_A_PATH) list.shift();
    this.#paths.set(collection, list);
  }

  #learnObject(collection: string, outer: readonly string[], object: unknown): void {
    if (typeof object !== "object" || object === null) return;
    const { id, access_token, name, country, variant_id, payment, url } = object as Json;
    const key = [id, country, name, variant_id].find(
      (value) => typeof value === "string" || typeof value === "number",
    );
    if (typeof key === "string" || typeof key === "number") this.#noteAll(collection, outer, String(key));
    if (typeof url === "string") this.#learnUrl(url);
    for (const child of idOf(payment)) this.note("/api/v1/payments", [child]);
    const self = typeof id === "string" ? id : typeof variant_id === "string" ? variant_id : undefined;
    if (self === undefined) return;
    if (typeof access_token === "string") this.#orderTokens.set(self, access_token);
    for (const [list, items] of Object.entries(object)) {
      if (Array.isArray(items)) this.#learnList(collection, [...outer, self], list, items);
    }
  }

  #learnList(collection: string, path: string[], list: string, items: readonly unknown[]): void {
    const ids = items.flatMap((item) => idOf(item));
    if (ids.length > 0) this.#children.set(`${path.at(-1)} ${list}`, ids);
    const inner = `${collection}/{${collection.endsWith("/inventory") ? "variant_id" : "id"}}/${list}`;
    for (const child of ids) {
      this.#noteAll(inner, path, child);
      if (list === "variants") this.note("/api/v1/inventory", [child]);
    }
  }

  /** Under its own collection, and under the one of the same name that does not ask for the object's owner. */
  #noteAll(collection: string, outer: readonly string[], key: string): void {
    if (this.#collections.has(collection)) this.note(collection, [...outer, key]);
    // Cron jobs are found by name, not among the jobs with an id.
    if (collection.startsWith("/api/v1/ops/")) return;
    const last = collection.slice(collection.lastIndexOf("/") + 1);
    for (const other of [`/api/v1/${last}`, ALSO[collection] ?? ""]) {
      if (other !== collection && this.#collections.has(other)) this.note(other, [key]);
    }
  }

  #learnUrl(url: string): void {
    const [, path] = /(\/media\/[^?#]+)/.exec(url) ?? [];
    const name = path?.split("/").at(-1);
    if (name !== undefined && !url.includes("/uploads/")) this.note("/media", [name]);
  }

  #learnValues(value: unknown, seen: number): number {
    if (typeof value !== "object" || value === null || seen > MOST_NODES) return seen;
    let count = seen;
    for (const [name, item] of Object.entries(value)) {
      count += 1;
      if (typeof item === "object") count = this.#learnValues(item, count);
      else if (!Array.isArray(value)) this.#keep(name, item);
    }
    return count;
  }

  #keep(name: string, value: unknown): void {
    if (typeof value === "string" && value.length > MOST_LENGTH) return;
    const list = this.#values.get(name) ?? [];
    if (list.includes(value)) return;
    list.push(value);
    if (list.length > KEPT_OF_A_NAME) list.shift();
    this.#values.set(name, list);
  }
}

function idOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const { id } = value as Json;
  return typeof id === "string" ? [id] : [];
}

/** `/orders` of `/orders/{id}`; nothing where a path has no parameter. */
function collectionOf(path: string): string[] {
  const at = path.lastIndexOf("/{");
  return at < 0 ? [] : [path.slice(0, at)];
}
