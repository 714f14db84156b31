import { Box } from "@mui/material";
import { CategoryRow, type RowAction } from "./CategoryRow.tsx";
import { childrenOf } from "./tree.ts";
import type { Category } from "./use-categories.ts";
import type { useTreeDrag } from "./use-tree-drag.ts";

interface Props {
  all: readonly Category[];
  parentId: string | null;
  isOpen: (id: string) => boolean;
  /** Whether it is shown, as a filter says. */
  isShown: (id: string) => boolean;
  onAction: (action: RowAction, category: Category) => void;
  dragOf: ReturnType<typeof useTreeDrag>;
}

/** The categories below one, each with those below it. */
export function CategoryTree(props: Props) {
  const { all, parentId, isOpen, isShown, onAction, dragOf } = props;
  const siblings = childrenOf(all, parentId);
  const parents = new Set(all.map(({ parent_id: id }) => id));
  return (
    <Box
      component="ul"
      sx={{ listStyle: "none", m: 0, p: 0, pl: parentId === null ? 0 : { xs: 1.5, sm: 3 } }}
      aria-label={parentId === null ? "Categories" : undefined}
    >
      {siblings.map((category, index) => {
        if (!isShown(category.id)) return null;
        const isOpened = parents.has(category.id) && isOpen(category.id);
        return (
          <li key={category.id}>
            <CategoryRow
              category={category}
              isOpen={isOpened}
              hasChildren={parents.has(category.id)}
              isFirst={index === 0}
              isLast={index === siblings.length - 1}
              onAction={onAction}
              {...dragOf(category)}
            />
            {isOpened && <CategoryTree {...props} parentId={category.id} />}
          </li>
        );
      })}
    </Box>
  );
}
