import KeyIcon from "@mui/icons-material/KeyOutlined";
import UsersIcon from "@mui/icons-material/ManageAccountsOutlined";
import RolesIcon from "@mui/icons-material/BadgeOutlined";
import { lazy } from "react";
import type { Area } from "../shared/area.ts";
import { customers } from "./customers/index.tsx";

const UserList = lazy(() => import("./users/UserList.tsx"));
const UserPage = lazy(() => import("./users/UserPage.tsx"));
const ApiKeyList = lazy(() => import("./api-keys/ApiKeyList.tsx"));
const ApiKeyPage = lazy(() => import("./api-keys/ApiKeyPage.tsx"));
const RolesPage = lazy(() => import("./roles/RolesPage.tsx"));

/** Who buys, who works here, and which programs may do what. */
export const people: Area = {
  label: "People",
  resources: [
    ...customers,
    { name: "users", icon: UsersIcon, list: UserList, show: UserPage, options: { label: "Users" } },
    { name: "api-keys", icon: KeyIcon, list: ApiKeyList, show: ApiKeyPage, options: { label: "API keys" } },
  ],
  pages: [
    { path: "/roles", label: "Roles", icon: RolesIcon, element: <RolesPage />, permission: "user:manage" },
  ],
};
