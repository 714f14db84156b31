import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { Icon } from "../ui/Icon.tsx";
import { Button } from "../ui/Button.tsx";

/** On small screens the filters stand in a drawer. */
export function FilterDrawer({
  summary,
  children,
}: {
  /** How many products there are with what is chosen. */
  summary: string | undefined;
  children: ComponentChildren;
}) {
  const drawer = useRef<HTMLDialogElement>(null);
  const close = () => drawer.current?.close();
  return (
    <>
      <Button tone="secondary" class="filter-button" onClick={() => drawer.current?.showModal()}>
        <Icon name="filter" />
        Filter
      </Button>
      <dialog
        ref={drawer}
        class="drawer"
        aria-label="Filters"
        // A press beside the drawer closes it.
        onClick={(event) => event.target === event.currentTarget && close()}
      >
        <div class="drawer-inside">
          <div class="drawer-head">
            <h2>Filters</h2>
            <button type="button" class="icon-button" aria-label="Close" onClick={close}>
              <Icon name="close" />
            </button>
          </div>
          <div class="drawer-body">{children}</div>
          <div class="drawer-foot">
            <Button block onClick={close}>
              {summary === undefined ? "Show products" : `Show ${summary.toLowerCase()}`}
            </Button>
          </div>
        </div>
      </dialog>
    </>
  );
}
