import { useMemo, useState } from "react";
import type { Category } from "./use-categories.ts";

/** From so many on a tree begins closed. */
const MANY = 60;

/** Which categories are opened, and which are shown while somebody looks for one. */
export function useShown(all: readonly Category[]) {
  const [text, setText] = useState("");
  // Those that are not as they begin.
  const [switched, setSwitched] = useState<ReadonlySet<string>>(new Set());
  const isClosedAtFirst = all.length > MANY;
  const found = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    if (!wanted) return undefined;
    const ids = new Set<string>();
    for (const category of all) {
      if (!category.name.toLowerCase().includes(wanted)) continue;
      for (let at: Category | undefined = category; at && !ids.has(at.id); at = parentOf(all, at))
        ids.add(at.id);
    }
    return ids;
  }, [all, text]);

  const toggle = (id: string) =>
    setSwitched((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  return {
    text,
    setText,
    toggle,
    isOpen: (id: string) => found !== undefined || switched.has(id) === isClosedAtFirst,
    isShown: (id: string) => found?.has(id) ?? true,
    isNothing: found?.size === 0,
  };
}

function parentOf(all: readonly Category[], { parent_id: id }: Category): Category | undefined {
  return all.find((category) => category.id === id);
}
