import { useState } from "react";
import type { DraftOrder } from "../parts/types.ts";
import { DraftForm } from "./DraftForm.tsx";

interface Props {
  /** As it was read last. */
  draft: DraftOrder;
  isDirty: boolean;
  onDirty: (isDirty: boolean) => void;
}

/** The form of a draft keeps to the version that it began with while something is typed into it: saving tells of somebody else's. */
export function DraftEditor({ draft, isDirty, onDirty }: Props) {
  const [shown, setShown] = useState(draft);
  const isOvertaken = draft.version > shown.version || draft.status !== shown.status;
  if (isOvertaken && (!isDirty || draft.status !== "open")) setShown(draft);
  return (
    <DraftForm key={`${shown.version} ${shown.status}`} draft={shown} onShow={setShown} onDirty={onDirty} />
  );
}
