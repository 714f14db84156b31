import { Typography } from "@mui/material";
import { DataTable, FunctionField, SearchInput } from "react-admin";
import { RecordLink } from "../../shared/RecordLink.tsx";
import { Cards } from "../../shared/Cards.tsx";
import { formatTime } from "../../shared/format.ts";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { StatusChip, StatusField } from "../../shared/StatusField.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import { type Customer, nameOf } from "./customer.ts";

const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="Name or email begins with…" sx={{ minWidth: 280 }} />,
];

/** All customers, the latest first. */
export default function CustomerList() {
  return (
    <ListPage
      title="Customers"
      filters={filters}
      sort={{ field: "created_at", order: "DESC" }}
      empty={{ title: "No customers yet.", hint: "Whoever makes an account in the shop is listed here." }}
    >
      <Responsive wide={<Wide />} narrow={<Narrow />} />
    </ListPage>
  );
}

function Wide() {
  return (
    <DataTable rowClick="show" bulkActionButtons={false}>
      <DataTable.Col label="Name" disableSort>
        <FunctionField<Customer> render={(customer) => <RecordLink>{nameOf(customer)}</RecordLink>} />
      </DataTable.Col>
      <DataTable.Col source="email" disableSort>
        <FunctionField<Customer> render={(customer) => <Email customer={customer} />} />
      </DataTable.Col>
      <DataTable.Col source="status" field={StatusField} disableSort />
      <DataTable.Col label="News by mail" disableSort>
        <FunctionField<Customer> render={({ accepts_marketing: accepts }) => (accepts ? "Yes" : "No")} />
      </DataTable.Col>
      <DataTable.Col source="created_at" label="Since" field={TimeField} />
    </DataTable>
  );
}

function Narrow() {
  return (
    <Cards<Customer>
      primary={nameOf}
      aside={({ status }) => status !== "active" && <StatusChip status={status} />}
      secondary={(customer) => (
        <>
          {customer.email}
          <br />
          Since {formatTime(customer.created_at)}
        </>
      )}
    />
  );
}

function Email({ customer: { email, email_verified: isVerified } }: { customer: Customer }) {
  return (
    <>
      {email}
      {!isVerified && (
        <Typography component="span" variant="body2" color="text.secondary">
          {" "}
          (not confirmed)
        </Typography>
      )}
    </>
  );
}
