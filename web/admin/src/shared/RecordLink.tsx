import type { ReactNode } from "react";
import { useCreatePath, useRecordContext, useResourceContext } from "react-admin";
import { RowLink } from "./RowLink.tsx";

interface Props {
  /** Where it leads (default show). */
  type?: "show" | "edit";
  children: ReactNode;
}

/** What a row of a table is called, leading to its page: a row itself can only be clicked. */
export function RecordLink({ type = "show", children }: Props) {
  const record = useRecordContext();
  const resource = useResourceContext() ?? "";
  const createPath = useCreatePath();
  if (!record) return children;
  return (
    <RowLink mayWrap to={createPath({ resource, type, id: record.id })}>
      {children}
    </RowLink>
  );
}
