import { FormDialog } from "../../shared/FormDialog.tsx";
import { CategorySelect } from "./CategorySelect.tsx";
import { isBelow } from "./tree.ts";
import type { Category } from "./use-categories.ts";

interface Props {
  category: Category;
  all: readonly Category[];
  onMove: (parentId: string | null) => Promise<unknown>;
  onClose: () => void;
}

/** Where else a category shall be. Everything below it comes along. */
export function MoveDialog({ category, all, onMove, onClose }: Props) {
  return (
    <FormDialog<{ parent_id: string }>
      title={`Move ${category.name}`}
      submitLabel="Move"
      done="Moved."
      defaults={{ parent_id: category.parent_id ?? "" }}
      onSubmit={({ parent_id: parent }) => onMove(parent || null)}
      onClose={onClose}
    >
      <CategorySelect
        source="parent_id"
        label="Below"
        none="The top"
        helperText="Everything below it comes along."
        isLeftOut={(id) => isBelow(all, id, category.id)}
      />
    </FormDialog>
  );
}
