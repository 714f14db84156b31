import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import { ExportButton } from "./ExportButton.tsx";
import { ORDER_FILTERS } from "./order-filters.tsx";
import { OrderCards } from "./OrderCards.tsx";
import { OrderTable } from "./OrderTable.tsx";
import { OrderTabs } from "./OrderTabs.tsx";

/** All orders, the latest first. */
export default function OrderList() {
  return (
    <ListPage
      filters={ORDER_FILTERS}
      sort={{ field: "created_at", order: "DESC" }}
      actions={<ExportButton />}
      above={<OrderTabs />}
      empty={{
        title: "No orders yet.",
        hint: "They come from the shop, or from a draft order that you send.",
      }}
    >
      <Responsive wide={<OrderTable />} narrow={<OrderCards />} />
    </ListPage>
  );
}
