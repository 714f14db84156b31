import { type ReactElement, useCallback, useState } from "react";
import { ApiProblem } from "../../../../client/index.ts";
import { changedFields, type Fields } from "./changes.ts";
import { ConflictDialog } from "./ConflictDialog.tsx";
import { useProblemNotice } from "./use-problem-notice.ts";

/** A change that came too late, and what may become of it. */
export interface Attempt {
  /** What was on the screen when the edit began. */
  base: Fields;
  /** What I want, in the same shape; fields that are not there stay as they are. */
  mine: Fields;
  /** Reads the newest version, in the shape of `base`, with its `version`. */
  read: () => Promise<Fields>;
  /** Sends my changes, and only those, on top of the newest version (If-Match with its version). */
  save: (changes: Fields, newest: Fields) => Promise<void>;
  /** Drops what I wanted and shows the newest version instead. */
  take: (newest: Fields) => void;
}

interface Conflict {
  /** True when the error was that somebody else was faster: then the dialog has it. Others are left to the caller. */
  handle: (error: unknown, attempt: Attempt) => boolean;
  /** To be put on the page. */
  dialog: ReactElement | null;
}

/**
 * Optimistic locking for people: when a change is refused with 412, a dialog shows field by field what the other one changed and what I
 * want, and nothing is overwritten or lost silently. Forms of react-admin have it by SafeEdit; other editors:
 *
 *     const conflict = useConflict({ name: "Name", status: "Status" });
 *     …
 *     catch (error) { if (!conflict.handle(error, { base, mine, read, save, take })) tellProblem(error); }
 *     …
 *     {conflict.dialog}
 */
export function useConflict(labels: Record<string, string> = {}): Conflict {
  const [open, setOpen] = useState<{ attempt: Attempt; newest: Fields }>();
  const [isSaving, setSaving] = useState(false);
  const tellProblem = useProblemNotice();

  const show = useCallback(
    async (attempt: Attempt) => {
      try {
        setOpen({ attempt, newest: await attempt.read() });
      } catch (error) {
        tellProblem(error);
      }
    },
    [tellProblem],
  );
  const handle = useCallback(
    (error: unknown, attempt: Attempt) => {
      if (!isConflict(error)) return false;
      void show(attempt);
      return true;
    },
    [show],
  );

  if (!open) return { handle, dialog: null };
  const { attempt, newest } = open;
  const close = () => setOpen(undefined);
  const saveMine = async () => {
    setSaving(true);
    try {
      await attempt.save(changedFields(attempt.base, attempt.mine), newest);
      close();
    } catch (error) {
      // Somebody was faster again: the dialog shows the version after that.
      if (!handle(error, attempt)) tellProblem(error);
    } finally {
      setSaving(false);
    }
  };
  const takeTheirs = () => {
    attempt.take(newest);
    close();
  };
  return {
    handle,
    dialog: (
      <ConflictDialog
        base={attempt.base}
        theirs={newest}
        mine={attempt.mine}
        labels={labels}
        isSaving={isSaving}
        onTakeTheirs={takeTheirs}
        onSaveMine={() => void saveMine()}
        onClose={close}
      />
    ),
  };
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 412;
}
