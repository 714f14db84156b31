import { DataTable, TextInput } from "react-admin";
import { Cards } from "../../shared/Cards.tsx";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { useMay } from "../../shared/use-may.ts";
import { placeText } from "../places.ts";
import { DeleteTaxRateDialog } from "./DeleteTaxRateDialog.tsx";
import { percentText, type TaxRate } from "./tax-rate.ts";
import { TaxRateDialog } from "./TaxRateDialog.tsx";

const filters = [
  <TextInput
    key="country"
    source="country"
    placeholder="DE"
    alwaysOn
    helperText={false}
    parse={(text: string) => (/^([A-Za-z]{2}|\*)$/.test(text) ? text.toUpperCase() : undefined)}
  />,
  <TextInput key="tax_class" source="tax_class" label="Tax class" alwaysOn helperText={false} />,
];

/** The rates of tax, by place and class of goods. */
export default function TaxRateList() {
  const mayChange = useMay("system:admin");
  return (
    <ListPage
      title="Tax rates"
      filters={filters}
      actions={
        mayChange && (
          <DialogButton label="New tax rate" size="small" variant="contained">
            {(close) => <TaxRateDialog onClose={close} />}
          </DialogButton>
        )
      }
      empty={{ title: "No tax rates yet.", hint: "No tax is charged anywhere." }}
    >
      <Responsive
        wide={<TaxRateTable mayChange={mayChange} />}
        narrow={<TaxRateCards mayChange={mayChange} />}
      />
    </ListPage>
  );
}

function TaxRateTable({ mayChange }: { mayChange: boolean }) {
  return (
    <DataTable rowClick={false} bulkActionButtons={false}>
      <DataTable.Col source="name" disableSort />
      <DataTable.Col label="Place" disableSort render={(rate: TaxRate) => placeText(rate)} />
      <DataTable.Col align="right" label="Rate" disableSort render={(rate: TaxRate) => percentText(rate)} />
      <DataTable.Col source="tax_class" label="Tax class" disableSort />
      <DataTable.NumberCol source="priority" disableSort />
      <DataTable.Col
        label="On shipping"
        disableSort
        render={({ applies_to_shipping: applies }: TaxRate) => (applies ? "Yes" : "No")}
      />
      {mayChange && (
        <DataTable.Col label="" disableSort render={(rate: TaxRate) => <Actions rate={rate} />} />
      )}
    </DataTable>
  );
}

function TaxRateCards({ mayChange }: { mayChange: boolean }) {
  return (
    <Cards<TaxRate>
      link={false}
      primary={({ name }) => name}
      aside={(rate) => percentText(rate)}
      secondary={(rate) => (
        <>
          {placeText(rate)} · {rate.tax_class}
          {mayChange && (
            <div>
              <Actions rate={rate} />
            </div>
          )}
        </>
      )}
    />
  );
}

function Actions({ rate }: { rate: TaxRate }) {
  return (
    <>
      <DialogButton label="Edit" size="small" aria-label={`Edit ${rate.name}`}>
        {(close) => <TaxRateDialog rate={rate} onClose={close} />}
      </DialogButton>
      <DialogButton label="Delete" size="small" color="error" aria-label={`Delete ${rate.name}`}>
        {(close) => <DeleteTaxRateDialog rate={rate} onClose={close} />}
      </DialogButton>
    </>
  );
}
