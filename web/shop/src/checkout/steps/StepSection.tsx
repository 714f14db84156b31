import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Button } from "../../ui/Button.tsx";

/** One step of the checkout: open with its form, done with what was said, or still ahead. */
export function StepSection({
  number,
  title,
  state,
  takesFocus,
  onChange,
  summary,
  children,
}: {
  number: number;
  title: string;
  state: "open" | "done" | "ahead";
  /** Whether it was opened by the shopper, who is led to it then. */
  takesFocus: boolean;
  onChange: () => void;
  summary?: ComponentChildren;
  children: ComponentChildren;
}) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (state === "open" && takesFocus) heading.current?.focus();
  }, [state, takesFocus]);
  return (
    <section class={`step step-${state}`} aria-labelledby={id}>
      <div class="step-head">
        <h2 id={id} tabIndex={-1} ref={heading}>
          <span class="step-number" aria-hidden="true">
            {state === "done" ? "✓" : number}
          </span>
          {title}
        </h2>
        {state === "done" && (
          <Button tone="quiet" size="small" onClick={onChange} aria-label={`Change: ${title}`}>
            Change
          </Button>
        )}
      </div>
      {state === "done" && <div class="step-summary">{summary}</div>}
      {state === "open" && <div class="step-body">{children}</div>}
    </section>
  );
}
