import { DataTable } from "react-admin";
import { Cards } from "../../shared/Cards.tsx";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { useMay } from "../../shared/use-may.ts";
import { DeleteTaxSettingsDialog } from "./DeleteTaxSettingsDialog.tsx";
import { type TaxSettings, whereText } from "./tax-settings.ts";
import { TaxSettingsDialog } from "./TaxSettingsDialog.tsx";

/** Where prices include tax. */
export default function TaxSettingsList() {
  const mayChange = useMay("system:admin");
  return (
    <ListPage
      title="Tax settings"
      actions={
        mayChange && (
          <DialogButton label="Add a country" size="small" variant="contained">
            {(close) => <TaxSettingsDialog onClose={close} />}
          </DialogButton>
        )
      }
      empty={{ title: "No tax settings yet.", hint: "Prices are without tax everywhere." }}
    >
      <Responsive
        wide={<SettingsTable mayChange={mayChange} />}
        narrow={<SettingsCards mayChange={mayChange} />}
      />
    </ListPage>
  );
}

function SettingsTable({ mayChange }: { mayChange: boolean }) {
  return (
    <DataTable rowClick={false} bulkActionButtons={false}>
      <DataTable.Col label="Country" disableSort render={(settings: TaxSettings) => whereText(settings)} />
      <DataTable.Col label="Prices" disableSort render={(settings: TaxSettings) => pricesText(settings)} />
      <DataTable.Col
        label="Tax is rounded"
        disableSort
        render={(settings: TaxSettings) => roundingText(settings)}
      />
      {mayChange && (
        <DataTable.Col
          label=""
          disableSort
          render={(settings: TaxSettings) => <Actions settings={settings} />}
        />
      )}
    </DataTable>
  );
}

function SettingsCards({ mayChange }: { mayChange: boolean }) {
  return (
    <Cards<TaxSettings>
      link={false}
      primary={(settings) => whereText(settings)}
      aside={(settings) => mayChange && <Actions settings={settings} />}
      secondary={(settings) =>
        `Prices ${pricesText(settings).toLowerCase()}, rounded ${roundingText(settings).toLowerCase()}`
      }
    />
  );
}

function Actions({ settings }: { settings: TaxSettings }) {
  const isDefault = settings.country === "default";
  return (
    <>
      <DialogButton label="Edit" size="small" aria-label={`Edit ${whereText(settings)}`}>
        {(close) => <TaxSettingsDialog settings={settings} onClose={close} />}
      </DialogButton>
      {!isDefault && (
        <DialogButton label="Delete" size="small" color="error" aria-label={`Delete ${whereText(settings)}`}>
          {(close) => <DeleteTaxSettingsDialog settings={settings} onClose={close} />}
        </DialogButton>
      )}
    </>
  );
}

function pricesText({ prices_include_tax: isWith }: TaxSettings): string {
  return isWith ? "With tax" : "Without tax";
}

function roundingText({ rounding }: TaxSettings): string {
  return rounding === "order" ? "Once an order" : "On every line";
}
