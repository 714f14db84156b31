import { Link as MuiLink } from "@mui/material";
import { DataTable, FunctionField, ReferenceInput, SelectInput } from "react-admin";
import { Link } from "react-router-dom";
import { Cards } from "../../shared/Cards.tsx";
import { formatTime } from "../../shared/format.ts";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { StatusField } from "../../shared/StatusField.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import { LocationName } from "../LocationName.tsx";
import { VariantInput } from "../VariantInput.tsx";
import { OrderLink, type Reservation } from "./ReservationTable.tsx";

const filters = [
  <VariantInput key="variant_id" source="variant_id" alwaysOn />,
  <ReferenceInput key="location_id" source="location_id" reference="locations" perPage={100} alwaysOn>
    <SelectInput label="Location" optionText="name" />
  </ReferenceInput>,
];

/** What orders hold now, the oldest first. */
export default function ReservationList() {
  return (
    <ListPage
      title="Reservations"
      filters={filters}
      empty={{
        title: "No order holds any stock.",
        hint: "Orders hold their units until they are paid, or shipped.",
      }}
    >
      <Responsive wide={<Wide />} narrow={<Narrow />} />
    </ListPage>
  );
}

function Wide() {
  return (
    <DataTable rowClick={false} bulkActionButtons={false}>
      <DataTable.Col source="sku" label="SKU" disableSort>
        <FunctionField<Reservation> render={(reservation) => <VariantLink reservation={reservation} />} />
      </DataTable.Col>
      <DataTable.Col label="Order" disableSort>
        <FunctionField<Reservation> render={(reservation) => <OrderLink reservation={reservation} />} />
      </DataTable.Col>
      <DataTable.Col source="order_status" label="Status" field={StatusField} disableSort />
      <DataTable.Col label="Location" disableSort>
        <FunctionField<Reservation> render={({ location_id: id }) => <LocationName id={id} />} />
      </DataTable.Col>
      <DataTable.NumberCol source="quantity" disableSort />
      <DataTable.Col source="created_at" label="Since" field={TimeField} disableSort />
      <DataTable.Col source="expires_at" label="Until" field={TimeField} disableSort />
    </DataTable>
  );
}

function Narrow() {
  return (
    <Cards<Reservation>
      link={false}
      primary={(reservation) => <VariantLink reservation={reservation} />}
      aside={({ quantity }) => quantity.toLocaleString()}
      secondary={(reservation) => (
        <>
          <OrderLink reservation={reservation} />, <LocationName id={reservation.location_id} />, since{" "}
          {formatTime(reservation.created_at)}
        </>
      )}
    />
  );
}

function VariantLink({ reservation: { variant_id: id, sku } }: { reservation: Reservation }) {
  return (
    <MuiLink component={Link} to={`/inventory/${id}/show`} sx={{ whiteSpace: "nowrap" }}>
      {sku}
    </MuiLink>
  );
}
