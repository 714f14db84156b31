import { Typography } from "@mui/material";
import { useRef, useState } from "react";
import { BooleanInput } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { ifMatch } from "../../api/data-provider.ts";
import { client } from "../../api/client.ts";
import { formatMoney } from "../../shared/format.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { MadeLinkDialog } from "../order/MadeLinkDialog.tsx";
import type { DraftOrder } from "../parts/types.ts";

/** Places a draft as an order that the customer pays by a link. */
export function SendDialog({ draft, onClose }: { draft: DraftOrder; onClose: () => void }) {
  const [url, setUrl] = useState<string>();
  const isSent = useRef(false);
  const send = async ({ notify }: { notify: boolean }, key: string) => {
    const params = { path: { id: draft.id }, header: { "Idempotency-Key": key, ...ifMatch(draft) } };
    const sent = await dataOf(client.POST("/api/v1/draft-orders/{id}/send", { params, body: { notify } }));
    if (sent.payment_url === null) return;
    isSent.current = true;
    setUrl(sent.payment_url);
  };
  if (url !== undefined) return <MadeLinkDialog url={url} until={undefined} onClose={onClose} />;
  return (
    <FormDialog<{ notify: boolean }>
      title="Send the draft order"
      submitLabel="Send"
      onClose={() => {
        if (!isSent.current) onClose();
      }}
      defaults={{ notify: true }}
      onSubmit={send}
      done="The order was placed."
    >
      <Typography variant="body2">
        It becomes an order{draft.totals ? ` of ${formatMoney(draft.totals.total)}` : ""}, and its units are
        held for the customer until it is paid or expires.
      </Typography>
      <BooleanInput
        source="notify"
        label={`Mail the link to pay to ${draft.email ?? "the customer"}`}
        helperText={false}
      />
    </FormDialog>
  );
}
