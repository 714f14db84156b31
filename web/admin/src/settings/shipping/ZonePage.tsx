import { Stack } from "@mui/material";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { RecordPage } from "../../shared/RecordPage.tsx";
import { Section } from "../../shared/Section.tsx";
import { useMay } from "../../shared/use-may.ts";
import { placeText } from "../places.ts";
import { DeleteZoneDialog } from "./DeleteZoneDialog.tsx";
import { RateDialog } from "./RateDialog.tsx";
import { RateTable } from "./RateTable.tsx";
import type { Zone } from "./zone.ts";
import { ZoneDialog } from "./ZoneDialog.tsx";

/** A shipping zone: its places and its rates. */
export default function ZonePage() {
  const mayChange = useMay("system:admin");
  return (
    <RecordPage<Zone>
      list={{ to: "/shipping-zones", label: "Shipping" }}
      title={({ name }) => name}
      actions={(zone) => mayChange && <Actions zone={zone} />}
    >
      {(zone) => (
        <>
          <Section title="Places">
            <Stack component="ul" sx={{ m: 0, pl: 2.5 }}>
              {zone.regions.map((place) => (
                <li key={placeText(place)}>{placeText(place)}</li>
              ))}
            </Stack>
          </Section>
          <Section
            title="Rates"
            intro="Shoppers choose among all that carry what is in the cart."
            actions={
              mayChange && (
                <DialogButton label="New rate" variant="outlined">
                  {(close) => <RateDialog zone={zone} onClose={close} />}
                </DialogButton>
              )
            }
          >
            <RateTable zone={zone} />
          </Section>
        </>
      )}
    </RecordPage>
  );
}

function Actions({ zone }: { zone: Zone }) {
  return (
    <>
      <DialogButton label="Edit" variant="outlined">
        {(close) => <ZoneDialog zone={zone} onClose={close} />}
      </DialogButton>
      <DialogButton label="Delete" variant="outlined" color="error">
        {(close) => <DeleteZoneDialog zone={zone} onClose={close} />}
      </DialogButton>
    </>
  );
}
