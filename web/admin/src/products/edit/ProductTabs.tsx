import { Badge, Box, Tab, Tabs, type TabsActions } from "@mui/material";
import { type ReactNode, useEffect, useRef } from "react";
import { useFormState } from "react-hook-form";
import { useSearchParams } from "react-router-dom";

export interface ProductTab {
  id: string;
  label: string;
  /** Which of the form's fields are in it. */
  holds: (field: string) => boolean;
  content: ReactNode;
}

/** The parts of the page. All stay in it, so that nothing typed is lost; the address knows the one that is shown. */
export function ProductTabs({ tabs }: { tabs: ProductTab[] }) {
  const [query, setQuery] = useSearchParams();
  const box = useRef<HTMLDivElement>(null);
  const { errors, submitCount, isSubmitting } = useFormState();
  const wanted = query.get("tab");
  const shown = tabs.find(({ id }) => id === wanted) ?? tabs[0];
  const show = (id: string) =>
    setQuery(
      (before) => {
        before.set("tab", id);
        return before;
      },
      { replace: true },
    );
  const wrong = tabs.filter(({ holds }) =>
    Object.keys(errors).some((name) => name !== "root" && holds(name)),
  );
  const handled = useRef(0);
  const line = useRef<TabsActions>(null);
  const labels = tabs.map(({ label }) => label).join("|");
  // A label that has become longer moves the others, and the line below the one that is shown.
  useEffect(() => line.current?.updateIndicator(), [labels]);

  // What was refused is brought to sight, and the first wrong field gets the focus.
  useEffect(() => {
    // The form counts anew after it was saved.
    if (wrong.length === 0) handled.current = 0;
    if (isSubmitting || handled.current === submitCount || wrong.length === 0) return;
    // It has to be on the screen before it can have the focus.
    if (wrong[0] && !wrong.some(({ id }) => id === shown?.id)) return show(wrong[0].id);
    handled.current = submitCount;
    box.current?.querySelector<HTMLElement>('[role="tabpanel"]:not([hidden]) [aria-invalid="true"]')?.focus();
  });

  return (
    <Box ref={box} sx={{ minWidth: 0 }}>
      <Tabs
        value={shown?.id ?? false}
        onChange={(_, id: string) => show(id)}
        variant="scrollable"
        action={line}
        aria-label="Parts of the product"
        sx={{ borderBottom: 1, borderColor: "divider", mb: 2 }}
      >
        {tabs.map((tab) => (
          <Tab
            key={tab.id}
            value={tab.id}
            id={`tab-${tab.id}`}
            aria-controls={`panel-${tab.id}`}
            label={
              <Badge color="error" variant="dot" invisible={!wrong.includes(tab)}>
                {tab.label}
              </Badge>
            }
          />
        ))}
      </Tabs>
      {tabs.map(({ id, content }) => (
        <div
          key={id}
          role="tabpanel"
          id={`panel-${id}`}
          aria-labelledby={`tab-${id}`}
          hidden={id !== shown?.id}
        >
          {content}
        </div>
      ))}
    </Box>
  );
}
