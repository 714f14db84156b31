import { Link as MuiLink } from "@mui/material";
import { DataTable, DateTimeInput, FunctionField, ReferenceInput, SelectInput, TextInput } from "react-admin";
import { Link } from "react-router-dom";
import { Cards } from "../../shared/Cards.tsx";
import { formatTime, inWords } from "../../shared/format.ts";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import { LocationName } from "../LocationName.tsx";
import { VariantInput } from "../VariantInput.tsx";
import { KINDS, type Movement, signed } from "./movement.ts";
import { MovementCause } from "./MovementCause.tsx";

const filters = [
  <VariantInput key="variant_id" source="variant_id" alwaysOn />,
  <SelectInput
    key="kind"
    source="kind"
    label="Kind"
    choices={KINDS.map((id) => ({ id, name: inWords(id) }))}
    alwaysOn
  />,
  <ReferenceInput key="location_id" source="location_id" reference="locations" perPage={100}>
    <SelectInput label="Location" optionText="name" />
  </ReferenceInput>,
  <TextInput key="reference" source="reference" label="Reference" resettable />,
  <TextInput key="order_id" source="order_id" label="Order id" resettable />,
  <DateTimeInput key="from" source="from" label="From" parse={toUtc} />,
  <DateTimeInput key="to" source="to" label="To" parse={toUtc} />,
];

function toUtc(local: string): string {
  return local ? new Date(local).toISOString() : "";
}

/** The ledger: every change of what is on hand. */
export default function MovementList() {
  return (
    <ListPage
      title="Ledger"
      filters={filters}
      sort={{ field: "created_at", order: "DESC" }}
      empty={{
        title: "No movements yet.",
        hint: "Imports, sales, receipts and corrections of stock are listed here.",
      }}
    >
      <Responsive wide={<Wide />} narrow={<Narrow />} />
    </ListPage>
  );
}

function Wide() {
  return (
    <DataTable
      rowClick={false}
      bulkActionButtons={false}
      sx={{ "& td": { fontVariantNumeric: "tabular-nums" } }}
    >
      <DataTable.Col source="created_at" label="When" field={TimeField} />
      <DataTable.Col source="sku" label="SKU" disableSort>
        <FunctionField<Movement> render={(movement) => <VariantLink movement={movement} />} />
      </DataTable.Col>
      <DataTable.Col source="kind" disableSort>
        <FunctionField<Movement> render={({ kind }) => inWords(kind)} />
      </DataTable.Col>
      <DataTable.Col label="Location" disableSort>
        <FunctionField<Movement> render={({ location_id: id }) => <LocationName id={id} />} />
      </DataTable.Col>
      <DataTable.NumberCol source="delta" label="Change" disableSort>
        <FunctionField<Movement> render={({ delta }) => signed(delta)} />
      </DataTable.NumberCol>
      <DataTable.NumberCol source="balance" label="On hand after" disableSort />
      <DataTable.Col label="Reason" disableSort>
        <FunctionField<Movement> render={(movement) => <MovementCause movement={movement} />} />
      </DataTable.Col>
    </DataTable>
  );
}

function Narrow() {
  return (
    <Cards<Movement>
      link={false}
      primary={(movement) => <VariantLink movement={movement} />}
      aside={({ delta }) => signed(delta)}
      secondary={(movement) => (
        <>
          {inWords(movement.kind)}, <LocationName id={movement.location_id} />,{" "}
          {formatTime(movement.created_at)}
          <br />
          <MovementCause movement={movement} />
        </>
      )}
    />
  );
}

function VariantLink({ movement: { variant_id: id, sku } }: { movement: Movement }) {
  return (
    <MuiLink component={Link} to={`/inventory/${id}/show`} sx={{ whiteSpace: "nowrap" }}>
      {sku}
    </MuiLink>
  );
}
