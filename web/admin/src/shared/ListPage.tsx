import type { ReactElement, ReactNode } from "react";
import {
  CreateButton,
  FilterButton,
  List,
  type ListProps,
  TopToolbar,
  useResourceDefinition,
} from "react-admin";
import type { Fields } from "./changes.ts";
import type { EmptyProps } from "./EmptyState.tsx";
import { KeysetPagination } from "./KeysetPagination.tsx";
import { ListBody } from "./ListBody.tsx";
import { SavedViews } from "./SavedViews.tsx";

interface Props extends Omit<
  ListProps,
  "empty" | "pagination" | "exporter" | "actions" | "render" | "filters"
> {
  filters?: ReactElement[];
  /** What is said when there is nothing at all. */
  empty: EmptyProps;
  /** Buttons beside "Views", "Add filter" and "Create". */
  actions?: ReactNode;
  /** What stays above the rows, whatever the list shows: tabs. */
  above?: ReactNode;
  children: ReactNode;
}

/**
 * A list of the API: keyset pages, filters in the address, saved views, rows to come while it loads. Inside: a DataTable, or
 * `<Responsive wide={<DataTable>…} narrow={<Cards … />} />`.
 */
export function ListPage({ filters, empty, actions, above, children, ...props }: Props) {
  const { hasCreate } = useResourceDefinition();
  const hasBar = filters !== undefined || actions !== undefined || hasCreate === true;
  return (
    <List
      perPage={25}
      {...props}
      {...(filters ? { filters } : {})}
      empty={false}
      exporter={false}
      pagination={<KeysetPagination />}
      actions={hasBar && <Actions filters={filters ?? []}>{actions}</Actions>}
      sx={[
        {
          "& .RaList-main": { minWidth: 0 },
          "& .RaList-content": { minHeight: 320 },
          // The table scrolls, not what holds it: that would cut off the bar of what can be done with the selected rows, which lies above.
          "& .RaDataTable-tableWrapper": { overflowX: "auto" },
          "& .RaList-actions": { flexWrap: { xs: "nowrap", sm: "wrap", md: "nowrap" } },
        },
        ...[props.sx ?? {}].flat(),
      ]}
    >
      {above}
      <ListBody
        empty={empty}
        {...(props.filterDefaultValues ? { usual: props.filterDefaultValues as Fields } : {})}
      >
        {children}
      </ListBody>
    </List>
  );
}

function Actions({ filters, children }: { filters: ReactElement[]; children: ReactNode }) {
  const { hasCreate } = useResourceDefinition();
  const hasMoreFilters = filters.some(({ props }) => !(props as { alwaysOn?: boolean }).alwaysOn);
  return (
    <TopToolbar
      sx={{ flexWrap: "wrap", flexShrink: { md: 0 }, alignItems: "center", bgcolor: "transparent" }}
    >
      {filters.length > 0 && <SavedViews />}
      {hasMoreFilters && <FilterButton disableSaveQuery />}
      {children}
      {hasCreate && <CreateButton />}
    </TopToolbar>
  );
}
