import { Typography } from "@mui/material";
import { useRef, useState } from "react";
import { BooleanInput, useListContext } from "react-admin";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { BulkResultDialog, type BulkRow } from "./BulkResultDialog.tsx";
import type { Order } from "../parts/types.ts";

interface Props {
  ids: string[];
  onClose: () => void;
}

/** Fulfils many orders, each by itself, and says what came of each. */
export function BulkFulfillDialog({ ids, onClose }: Props) {
  const { data = [] } = useListContext<Order>();
  // What the list shows may change while the results are read.
  const [numbers] = useState(() => new Map(data.map(({ id, number }) => [id, number])));
  const [rows, setRows] = useState<BulkRow[]>();
  const isDone = useRef(false);
  const send = async ({ ship }: { ship: boolean }, key: string) => {
    const body = { items: ids.map((id) => ({ order_id: id, ship })) };
    const params = { header: { "Idempotency-Key": key } };
    const { results } = await dataOf(client.POST("/api/v1/fulfillments/bulk", { params, body }));
    isDone.current = true;
    setRows(results.map((result) => rowOf(result, ids, numbers)));
  };
  if (rows) return <BulkResultDialog rows={rows} onClose={onClose} />;
  return (
    <FormDialog<{ ship: boolean }>
      title={ids.length === 1 ? "Fulfil 1 order" : `Fulfil ${ids.length} orders`}
      submitLabel="Create fulfillments"
      width="xs"
      onClose={() => {
        if (!isDone.current) onClose();
      }}
      defaults={{ ship: false }}
      onSubmit={send}
    >
      <Typography variant="body2">
        Each order gets a fulfillment of everything that is in none yet.
      </Typography>
      <BooleanInput
        source="ship"
        label="They have been handed to the carrier"
        helperText="Then the customers get a mail."
      />
    </FormDialog>
  );
}

type Result = Schema<"FulfillmentsBulkResult">["results"][number];

function rowOf(
  { index, fulfillment, problem }: Result,
  ids: string[],
  numbers: Map<string, string>,
): BulkRow {
  const id = ids[index] ?? "";
  const detail = problem?.["detail"];
  return {
    id,
    number: numbers.get(id) ?? fulfillment?.order_number ?? id,
    ...(problem ? { problem: typeof detail === "string" ? detail : "It was refused." } : {}),
  };
}
