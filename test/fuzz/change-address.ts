import { type Change, shown } from "./change.ts";
import { hostileValue, STRINGS } from "./hostile.ts";
import { targetOf } from "./request.ts";

/** What can be wrong with a method, a path and a query. */
export const ADDRESS_CHANGES: Readonly<Record<string, Change>> = {
  param(request, random, known) {
    if (request.params.length === 0) return undefined;
    const other = known.values(random.pick(["id", "slug", "name", "sku"]));
    const value = other.length > 0 && random.chance(0.5) ? random.pick(other) : random.pick(STRINGS);
    const at = random.int(0, request.params.length - 1);
    return { params: request.params.with(at, shown(value).slice(0, 4_000)) };
  },
  query(request, random) {
    if (request.query.length === 0 || random.chance(0.2)) {
      const names = request.operation.parameters.filter((parameter) => parameter.in === "query");
      const name = names.length > 0 ? random.pick(names).name : "x";
      return { query: [...request.query, [name, shown(hostileValue(random)).slice(0, 8_000)]] };
    }
    const at = random.int(0, request.query.length - 1);
    const [name] = request.query[at] ?? ["x"];
    return { query: request.query.with(at, [name, shown(hostileValue(random)).slice(0, 8_000)]) };
  },
  queryTwice(request) {
    return request.query.length > 0 ? { query: [...request.query, ...request.query] } : undefined;
  },
  rawQuery(request, random) {
    const name =
      request.query[0]?.[0] ?? request.operation.parameters.find((each) => each.in === "query")?.name ?? "q";
    const odd = [
      `${name}=%`,
      `${name}=%zz`,
      `${name}=%ff%fe`,
      `${name}=%00`,
      `${name}[]=1`,
      `${name}[a]=b`,
      `${name}[a][b]=c`,
      `${name}`,
      "&&&=",
      `x=${"y".repeat(15_000)}`,
      `${name}=%ed%a0%80`,
      "__proto__=1",
      `${`${name}=1&`.repeat(300)}`,
      ";a=b",
      "#frag",
    ];
    return { rawQuery: random.pick(odd) };
  },
  path(request, random) {
    const path = targetOf({ ...request, query: [] }).split("?")[0] ?? "/";
    const odd = [
      `${path}/`,
      `/${path}`,
      `${path}/..`,
      `${path}/%2e%2e/x`,
      `${path}%00`,
      `${path}%`,
      `${path}/%ff`,
      path.toUpperCase(),
      `${path};v=1`,
      `${path}/x/y/z`,
      path.replace(/[^/]+$/, "%2f"),
      path.replace("/v1/", "/v2/"),
      `${path}.json`,
      path.replace(/[^/]+$/, "a".repeat(9_000)),
    ];
    return { rawPath: random.pick(odd) };
  },
  method(_request, random) {
    return {
      method: random.pick([
        "HEAD",
        "OPTIONS",
        "TRACE",
        "PUT",
        "POST",
        "PATCH",
        "DELETE",
        "GET",
        "PROPFIND",
        "PURGE",
      ]),
    };
  },
};
