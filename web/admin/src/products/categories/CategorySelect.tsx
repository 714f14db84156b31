import { Autocomplete, TextField } from "@mui/material";
import { useInput } from "react-admin";
import { pathOf } from "./tree.ts";
import { useCategories } from "./use-categories.ts";

interface Props {
  source: string;
  label: string;
  /** Those that cannot be chosen. */
  isLeftOut: (id: string) => boolean;
  helperText?: string;
  /** What choosing none means. */
  none?: string;
}

/** One category of the tree, by its path. */
export function CategorySelect({ source, label, isLeftOut, helperText, none }: Props) {
  const { field, fieldState } = useInput({ source, defaultValue: "" });
  const { data: all = [] } = useCategories();
  const names = new Map(all.map(({ id }) => [id, pathOf(all, id)]));
  const ids = [...names.keys()]
    .filter((id) => !isLeftOut(id))
    .sort((a, b) => (names.get(a) ?? "").localeCompare(names.get(b) ?? ""));
  return (
    <Autocomplete
      options={none === undefined ? ids : ["", ...ids]}
      value={(field.value as string | null) ?? ""}
      onChange={(_, id) => field.onChange(id ?? "")}
      getOptionLabel={(id) => (id === "" ? (none ?? "") : (names.get(id) ?? "…"))}
      renderInput={(props) => (
        <TextField
          {...props}
          autoFocus
          label={label}
          error={fieldState.error !== undefined}
          helperText={fieldState.error?.message ?? helperText}
        />
      )}
    />
  );
}
