import { Tab, Tabs } from "@mui/material";
import { useListFilterContext } from "react-admin";
import { ORDER_TABS, tabOf } from "./order-tabs.ts";

/** Switches between the views that staff need every day; a search stays. */
export function OrderTabs() {
  const list = useListFilterContext();
  const values = (list.filterValues ?? {}) as Record<string, unknown>;
  const current = tabOf(values);
  const choose = (index: number) => {
    const q = values["q"];
    list.setFilters({ ...(q ? { q } : {}), ...ORDER_TABS[index]?.filter }, {});
  };
  return (
    <Tabs
      value={current === -1 ? false : current}
      onChange={(_, index: number) => choose(index)}
      variant="scrollable"
      scrollButtons="auto"
      allowScrollButtonsMobile
      aria-label="Views of orders"
      sx={{
        borderBottom: 1,
        borderColor: "divider",
        minHeight: 42,
        "& .MuiTab-root": { minHeight: 42, py: 0 },
      }}
    >
      {ORDER_TABS.map(({ label }) => (
        <Tab key={label} label={label} />
      ))}
    </Tabs>
  );
}
