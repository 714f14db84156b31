import { DataTable, SelectInput, SearchInput } from "react-admin";
import { Cards } from "../../shared/Cards.tsx";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { StatusChip, StatusField } from "../../shared/StatusField.tsx";
import { TimeField } from "../../shared/TimeField.tsx";
import type { Product } from "../edit/product.ts";
import { Thumbnail } from "../pictures/Thumbnail.tsx";
import { BulkActions } from "./BulkActions.tsx";
import { ListActions } from "./ListActions.tsx";
import { priceText } from "./price-text.ts";
import { ProductCell } from "./ProductCell.tsx";
import { StockText } from "./StockText.tsx";

const STATES = ["draft", "active", "archived"].map((id) => ({
  id,
  name: id[0]?.toUpperCase() + id.slice(1),
}));

const FILTERS = [
  <SearchInput key="q" source="q" alwaysOn placeholder="Name or SKU begins with" sx={{ minWidth: 240 }} />,
  <SelectInput
    key="status"
    source="status"
    label="Status"
    choices={STATES}
    alwaysOn
    emptyText="Any status"
  />,
];

/** All products: drafts and archived ones, too. */
export default function ProductList() {
  return (
    <ListPage
      filters={FILTERS}
      sort={{ field: "updated_at", order: "DESC" }}
      actions={<ListActions />}
      empty={{
        title: "No products yet.",
        hint: "Make one, or import a file from another shop.",
      }}
    >
      <Responsive wide={<Table />} narrow={<Narrow />} />
    </ListPage>
  );
}

function Table() {
  return (
    <DataTable<Product>
      rowClick="edit"
      bulkActionButtons={<BulkActions />}
      sx={{ "& td, & th": { px: 1 }, "& td": { py: 0.75 } }}
    >
      <DataTable.Col<Product>
        source="name"
        label="Product"
        render={(product) => <ProductCell product={product} />}
      />
      <DataTable.Col source="status" field={StatusField} disableSort />
      <DataTable.Col<Product>
        label="Available"
        render={(product) => <StockText product={product} />}
        disableSort
      />
      <DataTable.Col<Product>
        label="Price"
        align="right"
        disableSort
        render={(product) => <span style={{ whiteSpace: "nowrap" }}>{priceText(product)}</span>}
      />
      <DataTable.Col<Product>
        label="Categories"
        disableSort
        render={({ categories }) => categories.map(({ name }) => name).join(", ") || "–"}
      />
      <DataTable.Col<Product> source="vendor" disableSort render={({ vendor }) => vendor ?? "–"} />
      <DataTable.Col source="updated_at" label="Changed" field={TimeField} />
    </DataTable>
  );
}

function Narrow() {
  return (
    <Cards<Product>
      link="edit"
      primary={(product) => (
        <span style={{ display: "flex", gap: 12, alignItems: "center" }}>
          <Thumbnail url={product.images[0]?.url} alt="" size={40} />
          {product.name}
        </span>
      )}
      aside={(product) => priceText(product)}
      secondary={(product) => (
        <span style={{ display: "flex", gap: 12, alignItems: "center", justifyContent: "space-between" }}>
          <StockText product={product} unit=" available" />
          <StatusChip status={product.status} />
        </span>
      )}
    />
  );
}
