import CustomerIcon from "@mui/icons-material/PeopleAltOutlined";
import { lazy } from "react";
import type { Area } from "../../shared/area.ts";

const CustomerList = lazy(() => import("./CustomerList.tsx"));
const CustomerPage = lazy(() => import("./CustomerPage.tsx"));

/** Who buys. */
export const customers: Area["resources"] = [
  {
    name: "customers",
    icon: CustomerIcon,
    list: CustomerList,
    show: CustomerPage,
    edit: CustomerPage,
    recordRepresentation: "email",
  },
];
