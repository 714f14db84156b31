import { Button } from "@mui/material";
import { useState } from "react";
import { useListContext } from "react-admin";
import { ActionButton } from "../../shared/ActionButton.tsx";
import { unless } from "../parts/transitions.ts";
import type { Order } from "../parts/types.ts";
import { BulkFulfillDialog } from "./BulkFulfillDialog.tsx";

/** The most that the API fulfils at once. */
const MOST = 100;

/** Makes a fulfillment of everything that is left of each chosen order. */
export function BulkFulfill() {
  const { selectedIds, onUnselectItems } = useListContext<Order>();
  const [ids, setIds] = useState<string[]>();
  return (
    <>
      <ActionButton
        label="Fulfil selected"
        size="small"
        transition={unless(selectedIds.length > MOST && `At most ${MOST} orders at once.`)}
        onClick={() => setIds(selectedIds.map(String))}
      />
      <Button size="small" color="inherit" onClick={() => onUnselectItems()}>
        Select none
      </Button>
      {ids && <BulkFulfillDialog ids={ids} onClose={() => setIds(undefined)} />}
    </>
  );
}
