import ReturnIcon from "@mui/icons-material/AssignmentReturnOutlined";
import ReconciliationIcon from "@mui/icons-material/BalanceOutlined";
import DraftIcon from "@mui/icons-material/EditNoteOutlined";
import FulfillmentIcon from "@mui/icons-material/LocalShippingOutlined";
import PaymentIcon from "@mui/icons-material/PaymentsOutlined";
import OrderIcon from "@mui/icons-material/ReceiptLongOutlined";
import { lazy } from "react";
import type { Area } from "../shared/area.ts";

const OrderList = lazy(() => import("./list/OrderList.tsx"));
const OrderPage = lazy(() => import("./order/OrderPage.tsx"));
const DraftList = lazy(() => import("./drafts/DraftList.tsx"));
const DraftPage = lazy(() => import("./drafts/DraftPage.tsx"));
const FulfillmentList = lazy(() => import("./fulfillments/FulfillmentList.tsx"));
const ReturnList = lazy(() => import("./returns/ReturnList.tsx"));
const ReturnPage = lazy(() => import("./returns/ReturnPage.tsx"));
const PaymentList = lazy(() => import("./payments/PaymentList.tsx"));
const PaymentPage = lazy(() => import("./payments/PaymentPage.tsx"));
const ReconciliationPage = lazy(() => import("./reconciliation/ReconciliationPage.tsx"));

/** What was ordered, how it is paid, sent and taken back. */
export const orders: Area = {
  label: "Orders",
  resources: [
    { name: "orders", icon: OrderIcon, list: OrderList, show: OrderPage, recordRepresentation: "number" },
    {
      name: "draft-orders",
      icon: DraftIcon,
      list: DraftList,
      show: DraftPage,
      options: { label: "Draft orders" },
    },
    { name: "fulfillments", icon: FulfillmentIcon, list: FulfillmentList },
    { name: "returns", icon: ReturnIcon, list: ReturnList, show: ReturnPage },
    { name: "payments", icon: PaymentIcon, list: PaymentList, show: PaymentPage },
  ],
  pages: [
    {
      path: "/reconciliation",
      label: "Reconciliation",
      icon: ReconciliationIcon,
      element: <ReconciliationPage />,
      permission: "order:manage",
    },
  ],
};
