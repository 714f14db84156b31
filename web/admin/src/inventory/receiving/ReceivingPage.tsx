import { Alert, Button, Card, CardContent, Link as MuiLink, Stack, Typography } from "@mui/material";
import { useState } from "react";
import { useStore } from "react-admin";
import { Link } from "react-router-dom";
import { PlainPage } from "../../shared/PlainPage.tsx";
import { listLink } from "../../shared/list-link.ts";
import { AddLine } from "./AddLine.tsx";
import { DeliveryFields } from "./DeliveryFields.tsx";
import { type Draft, EMPTY, MOST_LINES, withUnits } from "./draft.ts";
import { LineTable } from "./LineTable.tsx";
import { PasteLines } from "./PasteLines.tsx";
import { useReceive } from "./use-receive.ts";

/** A delivery is written down by SKU, then booked in one go: all lines or none. */
export default function ReceivingPage() {
  const [draft, setDraft] = useStore<Draft>("receiving.draft", EMPTY);
  const [booked, setBooked] = useState<{ reference: string; units: number }>();
  const { isRunning, refused, receive } = useReceive();
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const book = async () => {
    const receipt = await receive(draft);
    if (!receipt) return;
    const units = receipt.items.reduce((sum, { quantity }) => sum + quantity, 0);
    setBooked({ reference: receipt.reference, units });
    setDraft({ ...EMPTY, locationId: draft.locationId });
  };
  const isTooLong = draft.lines.length > MOST_LINES;
  return (
    <PlainPage
      title="Receiving"
      intro="Write down a delivery: scan or type each SKU. It is booked in one go, all lines or none, and kept in this browser until then."
    >
      {booked && (
        <Alert severity="success" onClose={() => setBooked(undefined)}>
          {booked.units === 1 ? "1 unit is" : `${booked.units.toLocaleString()} units are`} on the shelf.{" "}
          <MuiLink
            component={Link}
            color="inherit"
            to={listLink("stock-movements", { reference: booked.reference })}
          >
            See {booked.reference} in the ledger
          </MuiLink>
        </Alert>
      )}
      <Card variant="outlined">
        <CardContent>
          <Stack spacing={2}>
            <DeliveryFields draft={draft} onChange={change} />
            <AddLine
              onAdd={(line) => setDraft((before) => ({ ...before, lines: withUnits(before.lines, line) }))}
              paste={
                <PasteLines
                  onLines={(lines) =>
                    change({ lines: lines.reduce((sum, line) => withUnits(sum, line), draft.lines) })
                  }
                />
              }
            />
            {draft.lines.length > 0 ? (
              <LineTable lines={draft.lines} refused={refused} onChange={(lines) => change({ lines })} />
            ) : (
              <Typography color="text.secondary">No lines yet.</Typography>
            )}
            {isTooLong && (
              <Alert severity="warning">
                A receipt holds {MOST_LINES} lines at most. Book the delivery in parts.
              </Alert>
            )}
            <Stack direction="row" spacing={1}>
              <Button
                variant="contained"
                loading={isRunning}
                disabled={draft.lines.length === 0 || isTooLong || draft.locationId === ""}
                onClick={() => void book()}
              >
                Receive {unitsText(draft)}
              </Button>
              <Button
                color="inherit"
                disabled={draft.lines.length === 0}
                onClick={() => change({ lines: [] })}
              >
                Clear the lines
              </Button>
            </Stack>
          </Stack>
        </CardContent>
      </Card>
    </PlainPage>
  );
}

function unitsText({ lines }: Draft): string {
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return units === 1 ? "1 unit" : `${units.toLocaleString()} units`;
}
