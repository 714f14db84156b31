import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { ApiProblem, dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { rememberChange } from "./recent.ts";
import { childrenOf } from "./tree.ts";
import { CATEGORIES_KEY, type Category } from "./use-categories.ts";

type Patch = Schema<"CategoryPatch">;

/** Changes of the tree. What the API answers is shown at once: its public list may lag behind. */
export function useCategoryChanges() {
  const queries = useQueryClient();
  return useMemo(() => {
    const all = () => queries.getQueryData<Category[]>(CATEGORIES_KEY) ?? [];
    const put = (changed: Category[]) => {
      for (const category of changed) rememberChange(category.id, category);
      queries.setQueryData<Category[]>(CATEGORIES_KEY, (known = []) => {
        const ids = new Set(changed.map(({ id }) => id));
        return [...known.filter(({ id }) => !ids.has(id)), ...changed];
      });
    };
    const order = async (parentId: string | null, ids: string[]) => {
      const params = { path: { id: parentId ?? ("root" as const) } };
      put((await dataOf(client.PUT("/api/v1/categories/{id}/children", { params, body: { ids } }))).data);
    };
    return {
      create: async (body: Schema<"CategoryInput">, key: string) => {
        const params = { header: { "Idempotency-Key": key } };
        put([await dataOf(client.POST("/api/v1/categories", { params, body }))]);
      },
      update: async ({ id, version }: Category, body: Patch) => put([await patchCategory(id, version, body)]),
      /** The newest version of one, which is shown then. */
      refresh: async (id: string) => {
        const newest = await readCategory(id);
        put([newest]);
        return newest;
      },
      /** Puts one below `parentId` as number `place` (from 0; undefined: the last). */
      move: async (category: Category, parentId: string | null, place?: number) => {
        if (category.parent_id !== parentId) put([await moveBelow(category, parentId)]);
        const others = childrenOf(all(), parentId).flatMap(({ id }) => (id === category.id ? [] : [id]));
        if (place !== undefined) await order(parentId, others.toSpliced(place, 0, category.id));
      },
      remove: async ({ id, version }: Category, moveTo: string | undefined) => {
        const header = { "If-Match": `"${version}"` };
        const query = moveTo === undefined ? {} : { move_to: moveTo };
        await dataOf(client.DELETE("/api/v1/categories/{id}", { params: { path: { id }, header, query } }));
        const moved = moveTo === undefined ? [] : [moveTo, ...childrenOf(all(), id).map((one) => one.id)];
        rememberChange(id);
        queries.setQueryData<Category[]>(CATEGORIES_KEY, (known = []) =>
          known.filter((one) => one.id !== id),
        );
        put(await Promise.all(moved.map(readCategory)));
      },
      /** Reads the whole tree anew: what was shown is no longer so. */
      reload: () => queries.invalidateQueries({ queryKey: CATEGORIES_KEY }),
    };
  }, [queries]);
}

function readCategory(id: string): Promise<Category> {
  return dataOf(client.GET("/api/v1/categories/{id}", { params: { path: { id } } }));
}

function patchCategory(id: string, version: number, body: Patch): Promise<Category> {
  const params = { path: { id }, header: { "If-Match": `"${version}"` } };
  return dataOf(client.PATCH("/api/v1/categories/{id}", { params, body }));
}

/** Somebody's other change of it, a new name for example, does not stop a move; another move does. */
async function moveBelow(
  { id, version, parent_id: from }: Category,
  parentId: string | null,
): Promise<Category> {
  try {
    return await patchCategory(id, version, { parent_id: parentId });
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 412) throw error;
    const newest = await readCategory(id);
    if (newest.parent_id !== from) throw error;
    return patchCategory(id, newest.version, { parent_id: parentId });
  }
}
