import { type DragEvent, useState } from "react";
import { childrenOf, isBelow } from "./tree.ts";
import type { Category } from "./use-categories.ts";

type Drop = "before" | "into" | "after";

/** Which part of a row, at its top and at its bottom, means before and after it. */
const EDGE = 0.28;

/** Drawing categories to another place of the tree: before, after or into another one. */
export function useTreeDrag(
  all: readonly Category[],
  onMove: (category: Category, parentId: string | null, place?: number) => void,
) {
  const [dragged, setDragged] = useState<Category>();
  const [over, setOver] = useState<{ id: string; drop: Drop }>();

  const clear = () => {
    setDragged(undefined);
    setOver(undefined);
  };
  const letGo = (target: Category, drop: Drop) => {
    if (!dragged) return;
    if (drop === "into") return onMove(dragged, target.id);
    const others = childrenOf(all, target.parent_id).filter(({ id }) => id !== dragged.id);
    const place = others.findIndex(({ id }) => id === target.id) + (drop === "after" ? 1 : 0);
    onMove(dragged, target.parent_id, place);
  };
  return (target: Category) => ({
    drop: over?.id === target.id ? over.drop : undefined,
    drag: {
      onDragStart: (event: DragEvent) => {
        event.dataTransfer.effectAllowed = "move";
        setDragged(target);
      },
      onDragOver: (event: DragEvent) => {
        if (!dragged || isBelow(all, target.id, dragged.id)) return;
        event.preventDefault();
        const drop = dropOf(event);
        if (over?.id !== target.id || over.drop !== drop) setOver({ id: target.id, drop });
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        letGo(target, dropOf(event));
        clear();
      },
      onDragEnd: clear,
    },
  });
}

function dropOf({ clientY, currentTarget }: DragEvent): Drop {
  const { top, height } = currentTarget.getBoundingClientRect();
  const part = (clientY - top) / height;
  if (part < EDGE) return "before";
  return part > 1 - EDGE ? "after" : "into";
}
