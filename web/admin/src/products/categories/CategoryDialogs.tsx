import { useNotify } from "react-admin";
import { changedFields } from "../../shared/changes.ts";
import { useConflict } from "../../shared/use-conflict.tsx";
import { CategoryDialog, type CategoryFields } from "./CategoryDialog.tsx";
import { DeleteCategoryDialog } from "./DeleteCategoryDialog.tsx";
import { MoveDialog } from "./MoveDialog.tsx";
import type { Category } from "./use-categories.ts";
import { useCategoryChanges } from "./use-category-changes.ts";

/** What is asked for a category; without one, `add` is for the top. */
export type OpenDialog =
  { kind: "add"; category?: Category } | { kind: "edit" | "move" | "delete"; category: Category };

interface Props {
  open: OpenDialog | undefined;
  all: readonly Category[];
  onClose: () => void;
}

const LABELS = { name: "Name", slug: "Slug", description: "Description" };

/** The dialogs of the tree, and the one that tells of somebody else's change. */
export function CategoryDialogs({ open, all, onClose }: Props) {
  const changes = useCategoryChanges();
  const conflict = useConflict(LABELS);
  const notify = useNotify();

  const edit = async (category: Category, mine: CategoryFields) => {
    const base = fieldsOf(category);
    try {
      await changes.update(category, changedFields(base, { ...mine }));
    } catch (error) {
      let newest = category;
      const isShown = conflict.handle(error, {
        base,
        mine: { ...mine },
        async read() {
          newest = await changes.refresh(category.id);
          return { ...fieldsOf(newest), version: newest.version };
        },
        async save(changed) {
          await changes.update(newest, changed);
          notify("Saved.", { type: "success" });
        },
        take: () => undefined,
      });
      if (!isShown) throw error;
    }
  };
  return (
    <>
      {open && <Dialog open={open} all={all} edit={edit} onClose={onClose} />}
      {conflict.dialog}
    </>
  );
}

interface DialogProps extends Props {
  open: OpenDialog;
  edit: (category: Category, fields: CategoryFields) => Promise<void>;
}

function Dialog({ open, all, edit, onClose }: DialogProps) {
  const changes = useCategoryChanges();
  const { category } = open;
  if (open.kind === "add") {
    const add = ({ name, slug, description }: CategoryFields, key: string) =>
      changes.create({ name, description, parent_id: category?.id ?? null, ...(slug ? { slug } : {}) }, key);
    return (
      <CategoryDialog {...(category ? { above: category.name } : {})} onSubmit={add} onClose={onClose} />
    );
  }
  if (open.kind === "edit") {
    return (
      <CategoryDialog
        category={open.category}
        onSubmit={(fields) => edit(open.category, fields)}
        onClose={onClose}
      />
    );
  }
  if (open.kind === "move") {
    const move = (parentId: string | null) => changes.move(open.category, parentId);
    return <MoveDialog category={open.category} all={all} onMove={move} onClose={onClose} />;
  }
  return (
    <DeleteCategoryDialog
      category={open.category}
      all={all}
      onDelete={(moveTo) => changes.remove(open.category, moveTo)}
      onClose={onClose}
    />
  );
}

function fieldsOf({ name, slug, description }: Category): Record<keyof CategoryFields, string> {
  return { name, slug, description };
}
