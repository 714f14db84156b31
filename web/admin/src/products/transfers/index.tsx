import TransferIcon from "@mui/icons-material/ImportExport";
import { lazy } from "react";
import { Route } from "react-router-dom";
import type { Area } from "../../shared/area.ts";

const TransferList = lazy(() => import("./TransferList.tsx"));
const ImportPage = lazy(() => import("./ImportPage.tsx"));
const TransferPage = lazy(() => import("./TransferPage.tsx"));

/** Imports and exports of products. */
export const transfers: Area["resources"] = [
  {
    name: "transfers",
    options: { label: "Import & export" },
    icon: TransferIcon,
    list: TransferList,
    edit: TransferPage,
    children: <Route path="import" element={<ImportPage />} />,
  },
];
