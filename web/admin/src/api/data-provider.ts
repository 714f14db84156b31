import { ApiProblem } from "../../../../client/index.ts";
import type { DataProvider, Identifier, RaRecord } from "react-admin";
import { callForForms as call } from "./panel-problem.ts";
import { type Page, readPage } from "./pages.ts";
import { apiOf, type ResourceApi } from "./resources.ts";

type Raw = Record<string, unknown>;

/** The most that a page of the API holds. */
const MOST_A_PAGE = 100;

/**
 * react-admin's view of the API: keyset lists, ETags, merge patches. A change names the version that was on the screen
 * (If-Match), so whoever changed it meanwhile is not overwritten: 412 `resource.precondition_failed`, see shared/ConflictDialog.
 */
export const dataProvider: DataProvider = {
  async getList(resource, { pagination, sort, filter, signal }) {
    const api = apiOf(resource);
    const limit = Math.min(pagination?.perPage ?? 25, MOST_A_PAGE);
    const query = { ...queryOf(api, filter as Raw), ...sortOf(api, sort), limit };
    const page = await readPage<Raw>(api.list, query, pagination?.page ?? 1, signal);
    return {
      data: page.data.map((item) => recordOf(api, item)) as never,
      pageInfo: infoOf(page, pagination?.page),
    };
  },

  async getOne(resource, { id, signal }) {
    return { data: (await read(resource, id, signal)) as never };
  },

  async getMany(resource, { ids, signal }) {
    const found = await Promise.all([...new Set<Identifier>(ids)].map((id) => find(resource, id, signal)));
    return { data: found.filter((item) => item !== undefined) as never };
  },

  async getManyReference(resource, { target, id, filter, pagination, sort, signal }) {
    return dataProvider.getList(resource, {
      pagination,
      sort,
      filter: { ...(filter as Raw), [target]: id },
      signal,
    });
  },

  async create(resource, { data }) {
    const api = apiOf(resource);
    const item = await call<Raw>("POST", api.write ?? api.list, { body: data });
    return { data: recordOf(api, item) as never };
  },

  async update(resource, { id, data, previousData }) {
    const api = apiOf(resource);
    const path = `${api.write ?? api.list}/${segment(id as Identifier)}`;
    const headers = ifMatch(previousData as object | undefined);
    const item = await call<Raw>(api.update ?? "PATCH", path, { body: data, headers });
    return { data: recordOf(api, item) as never };
  },

  async updateMany(resource, { ids, data }) {
    await Promise.all(
      ids.map((id) => dataProvider.update(resource, { id, data, previousData: {} as never })),
    );
    return { data: ids };
  },

  async delete(resource, { id, previousData }) {
    const api = apiOf(resource);
    const path = `${api.write ?? api.list}/${segment(id)}`;
    await call("DELETE", path, { headers: ifMatch(previousData) });
    return { data: (previousData ?? { id }) as never };
  },

  async deleteMany(resource, { ids }) {
    await Promise.all(ids.map((id) => dataProvider.delete(resource, { id })));
    return { data: ids };
  },
};

async function read(resource: string, id: Identifier, signal?: AbortSignal): Promise<RaRecord> {
  const api = apiOf(resource);
  return recordOf(api, await call<Raw>("GET", `${api.one ?? api.list}/${segment(id)}`, { signal }));
}

/** One that may be gone by now. */
async function find(resource: string, id: Identifier, signal?: AbortSignal): Promise<RaRecord | undefined> {
  try {
    return await read(resource, id, signal);
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return undefined;
    throw error;
  }
}

/** The header that makes a change conditional on the version that was seen; none where a resource has no version. */
export function ifMatch(seen: object | undefined): Record<string, string> {
  return seen && "version" in seen && typeof seen.version === "number"
    ? { "If-Match": `"${seen.version}"` }
    : {};
}

/** A resource of the API as react-admin needs it: with an id. */
function recordOf(api: ResourceApi, item: Raw): RaRecord {
  return { ...item, id: item[api.key ?? "id"] as Identifier };
}

function queryOf(api: ResourceApi, filter: Raw = {}): Raw {
  return Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [api.filters?.[name] ?? name, value]),
  );
}

function sortOf(api: ResourceApi, sort: { field: string; order: string } | undefined): Raw {
  if (!sort || !api.sortable?.includes(sort.field)) return {};
  return { sort: `${sort.order === "DESC" ? "-" : ""}${sort.field}` };
}

function infoOf({ pagination }: Page<Raw>, number = 1) {
  return { hasNextPage: pagination.has_more, hasPreviousPage: number > 1 };
}

function segment(id: Identifier): string {
  return encodeURIComponent(String(id));
}
