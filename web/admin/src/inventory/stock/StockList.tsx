import { Box, Button, Chip, Typography } from "@mui/material";
import {
  AutocompleteInput,
  DataTable,
  FunctionField,
  ReferenceInput,
  SearchInput,
  SelectInput,
} from "react-admin";
import { Link } from "react-router-dom";
import { RecordLink } from "../../shared/RecordLink.tsx";
import { Cards } from "../../shared/Cards.tsx";
import { Code } from "../../shared/Code.tsx";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { LevelsText } from "./LevelsText.tsx";
import { nameOf, type Stock } from "./stock.ts";

const ONLY_LOW = [{ id: "true", name: "Low stock only" }];
const ARCHIVED = [{ id: "true", name: "Archived variants" }];

const filters = [
  <SearchInput
    key="q"
    source="q"
    alwaysOn
    placeholder="SKU or product begins with…"
    sx={{ minWidth: 260 }}
  />,
  <SelectInput key="low_stock" source="low_stock" label="Low stock" choices={ONLY_LOW} alwaysOn />,
  <ReferenceInput key="location_id" source="location_id" reference="locations" perPage={100}>
    <SelectInput label="Location" optionText="name" />
  </ReferenceInput>,
  <ReferenceInput key="product_id" source="product_id" reference="products">
    <AutocompleteInput label="Product" optionText="name" filterToQuery={(q: string) => (q ? { q } : {})} />
  </ReferenceInput>,
  <SelectInput key="archived" source="archived" label="Archived" choices={ARCHIVED} />,
];

/** The stock of all variants, by SKU. */
export default function StockList() {
  return (
    <ListPage
      title="Stock"
      filters={filters}
      actions={
        <Button component={Link} to="/receiving" size="small">
          Receive a delivery
        </Button>
      }
      empty={{
        title: "Nothing to stock yet.",
        hint: "Variants of products are listed here as soon as there are some.",
      }}
    >
      <Responsive wide={<Wide />} narrow={<Narrow />} />
    </ListPage>
  );
}

function Wide() {
  return (
    <DataTable
      rowClick="show"
      bulkActionButtons={false}
      sx={{ "& td": { fontVariantNumeric: "tabular-nums" } }}
    >
      <DataTable.Col source="sku" label="SKU" disableSort sx={{ whiteSpace: "nowrap" }}>
        <FunctionField<Stock> render={({ sku }) => <Code>{sku}</Code>} />
      </DataTable.Col>
      <DataTable.Col source="name" label="Variant" disableSort>
        <FunctionField<Stock> render={(stock) => <RecordLink>{nameOf(stock)}</RecordLink>} />
      </DataTable.Col>
      <DataTable.Col label="Locations" disableSort>
        <FunctionField<Stock> render={(stock) => <LevelsText stock={stock} />} />
      </DataTable.Col>
      <DataTable.NumberCol source="on_hand" label="On hand" disableSort />
      <DataTable.NumberCol source="reserved" disableSort />
      <DataTable.NumberCol source="available" disableSort />
      <DataTable.Col label="State" disableSort>
        <FunctionField<Stock> render={(stock) => <StockState stock={stock} />} />
      </DataTable.Col>
    </DataTable>
  );
}

function Narrow() {
  return (
    <Cards<Stock>
      primary={nameOf}
      aside={(stock) => <StockState stock={stock} />}
      secondary={(stock) => (
        <>
          <Code>{stock.sku}</Code>
          <Box>
            {stock.available.toLocaleString()} available, {stock.on_hand.toLocaleString()} on hand,{" "}
            {stock.reserved.toLocaleString()} reserved
          </Box>
        </>
      )}
    />
  );
}

function StockState({ stock }: { stock: Stock }) {
  if (stock.available <= 0) {
    const label = stock.backorder.allowed ? "Back-order" : "Out of stock";
    return (
      <Chip
        size="small"
        variant="outlined"
        color={stock.backorder.allowed ? "warning" : "error"}
        label={label}
      />
    );
  }
  if (stock.low_stock) return <Chip size="small" variant="outlined" color="warning" label="Low stock" />;
  return (
    <Typography variant="body2" color="text.secondary">
      In stock
    </Typography>
  );
}
