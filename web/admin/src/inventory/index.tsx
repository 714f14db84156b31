import CheckIcon from "@mui/icons-material/FactCheckOutlined";
import InventoryIcon from "@mui/icons-material/Inventory2Outlined";
import LocationIcon from "@mui/icons-material/WarehouseOutlined";
import LedgerIcon from "@mui/icons-material/ReceiptLongOutlined";
import ReceivingIcon from "@mui/icons-material/MoveToInboxOutlined";
import ReservationIcon from "@mui/icons-material/BookmarkBorder";
import { lazy } from "react";
import type { Area } from "../shared/area.ts";

const StockList = lazy(() => import("./stock/StockList.tsx"));
const StockPage = lazy(() => import("./stock/StockPage.tsx"));
const MovementList = lazy(() => import("./ledger/MovementList.tsx"));
const ReservationList = lazy(() => import("./ledger/ReservationList.tsx"));
const LocationList = lazy(() => import("./locations/LocationList.tsx"));
const LocationEdit = lazy(() => import("./locations/LocationEdit.tsx"));
const LocationCreate = lazy(() => import("./locations/LocationCreate.tsx"));
const CheckList = lazy(() => import("./checks/CheckList.tsx"));
const CheckPage = lazy(() => import("./checks/CheckPage.tsx"));
const ReceivingPage = lazy(() => import("./receiving/ReceivingPage.tsx"));

/** What there is to sell, where it is, and how it came and went. */
export const inventory: Area = {
  label: "Inventory",
  resources: [
    {
      name: "inventory",
      options: { label: "Stock" },
      icon: InventoryIcon,
      list: StockList,
      show: StockPage,
      edit: StockPage,
      recordRepresentation: "sku",
    },
    { name: "stock-movements", options: { label: "Ledger" }, icon: LedgerIcon, list: MovementList },
    {
      name: "stock-reservations",
      options: { label: "Reservations" },
      icon: ReservationIcon,
      list: ReservationList,
    },
    {
      name: "locations",
      icon: LocationIcon,
      list: LocationList,
      edit: LocationEdit,
      create: LocationCreate,
      recordRepresentation: "name",
    },
    {
      name: "stock-checks",
      options: { label: "Stock checks" },
      icon: CheckIcon,
      list: CheckList,
      show: CheckPage,
    },
  ],
  pages: [
    {
      path: "/receiving",
      label: "Receiving",
      icon: ReceivingIcon,
      element: <ReceivingPage />,
      permission: "inventory:manage",
    },
  ],
};
