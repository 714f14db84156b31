import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { addToCart, cartErrors, type CartLine, lastAdded, removeLine } from "../cart-state.ts";
import { Button } from "../ui/Button.tsx";
import { Notice, ProblemNotice } from "../ui/Notice.tsx";

/** What was taken out last, and what came of putting it back. */
const removed = signal<{ line: CartLine; error?: unknown } | undefined>();

/** Takes a line out of the cart, so that it can be put back. */
export async function takeOut(line: CartLine): Promise<void> {
  removed.value = undefined;
  await removeLine(line.id);
  if (cartErrors.value[line.id] === undefined) removed.value = { line };
}

/** Says what was taken out, with the way back. */
export function RemovedLine() {
  const was = removed.value;
  const place = useRef<HTMLDivElement>(null);
  // The line had the focus, and is gone.
  useEffect(() => place.current?.focus(), [was]);
  useEffect(() => () => (removed.value = undefined), []);
  if (!was) return null;
  const putBack = async () => {
    try {
      await addToCart(was.line.variant_id, was.line.quantity);
      removed.value = undefined;
      // It is seen on this very page: the panel that tells of new lines would say it twice.
      lastAdded.value = undefined;
    } catch (error) {
      removed.value = { ...was, error };
    }
  };
  return (
    <div class="cart-removed" ref={place} tabIndex={-1}>
      {was.error === undefined ? (
        <Notice>
          <p>{was.line.name} was taken out.</p>
          {canBePutBack(was.line) && (
            <Button size="small" tone="secondary" onClick={() => void putBack()}>
              Put it back
            </Button>
          )}
        </Notice>
      ) : (
        <ProblemNotice error={was.error} />
      )}
    </div>
  );
}

function canBePutBack({ problems }: CartLine): boolean {
  return problems.every(({ action }) => action !== "remove");
}
