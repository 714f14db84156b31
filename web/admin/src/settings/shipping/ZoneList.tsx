import { DataTable } from "react-admin";
import { RecordLink } from "../../shared/RecordLink.tsx";
import { Cards } from "../../shared/Cards.tsx";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { formatMoney } from "../../shared/format.ts";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { useMay } from "../../shared/use-may.ts";
import { countryName } from "../places.ts";
import type { Zone } from "./zone.ts";
import { ZoneDialog } from "./ZoneDialog.tsx";

/** Where the shop ships to, and for how much. */
export default function ZoneList() {
  const mayChange = useMay("system:admin");
  return (
    <ListPage
      title="Shipping"
      actions={
        mayChange && (
          <DialogButton label="New zone" size="small" variant="contained">
            {(close) => <ZoneDialog onClose={close} />}
          </DialogButton>
        )
      }
      empty={{ title: "No shipping zones yet.", hint: "Nothing that has to be shipped can be bought." }}
    >
      <Responsive wide={<ZoneTable />} narrow={<ZoneCards />} />
    </ListPage>
  );
}

function ZoneTable() {
  return (
    <DataTable rowClick="show" bulkActionButtons={false}>
      <DataTable.Col source="name" disableSort render={({ name }: Zone) => <RecordLink>{name}</RecordLink>} />
      <DataTable.Col label="Places" disableSort render={(zone: Zone) => placesOf(zone)} />
      <DataTable.Col align="right" label="Rates" disableSort render={({ rates }: Zone) => rates.length} />
      <DataTable.Col label="Prices" disableSort render={(zone: Zone) => pricesOf(zone)} />
    </DataTable>
  );
}

function ZoneCards() {
  return (
    <Cards<Zone>
      primary={({ name }) => name}
      aside={(zone) => pricesOf(zone)}
      secondary={(zone) => placesOf(zone)}
    />
  );
}

function placesOf({ regions }: Zone): string {
  const countries = [...new Set(regions.map(({ country }) => countryName(country)))];
  const shown = countries.slice(0, 6).join(", ");
  return countries.length > 6 ? `${shown} and ${countries.length - 6} more` : shown;
}

function pricesOf({ rates }: Zone): string {
  const [cheapest] = rates.filter(({ active }) => active).toSorted((a, b) => a.price.amount - b.price.amount);
  return cheapest ? `from ${formatMoney(cheapest.price)}` : "–";
}
