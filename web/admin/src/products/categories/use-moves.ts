import { useQueryClient } from "@tanstack/react-query";
import { useNotify } from "react-admin";
import { useProblemNotice } from "../../shared/use-problem-notice.ts";
import { childrenOf } from "./tree.ts";
import { CATEGORIES_KEY, type Category } from "./use-categories.ts";
import { useCategoryChanges } from "./use-category-changes.ts";

/** Moves of categories, told and undone on the screen when the API refuses them. */
export function useMoves() {
  const changes = useCategoryChanges();
  const queries = useQueryClient();
  const notify = useNotify();
  const tellProblem = useProblemNotice();

  const attempt = async (category: Category, parentId: string | null, place?: number) => {
    try {
      await changes.move(category, parentId, place);
      notify(`${category.name} is moved.`, { type: "success", autoHideDuration: 2_000 });
    } catch (error) {
      tellProblem(error);
      await changes.reload();
    }
  };
  const step = async (category: Category, direction: "up" | "down") => {
    const all = queries.getQueryData<Category[]>(CATEGORIES_KEY) ?? [];
    const place = childrenOf(all, category.parent_id).findIndex(({ id }) => id === category.id);
    await attempt(category, category.parent_id, place + (direction === "up" ? -1 : 1));
    focusMove(category.id, direction);
  };
  return {
    move: (category: Category, parentId: string | null, place?: number) =>
      void attempt(category, parentId, place),
    step: (category: Category, direction: "up" | "down") => void step(category, direction),
  };
}

/** The button that moved a row keeps the focus; at an end the other one gets it. */
function focusMove(id: string, direction: "up" | "down"): void {
  requestAnimationFrame(() => {
    const row = document.querySelector(`[data-category="${id}"]`);
    const button = (name: string) => row?.querySelector<HTMLElement>(`[data-move="${name}"]:not(:disabled)`);
    (button(direction) ?? button(direction === "up" ? "down" : "up"))?.focus();
  });
}
