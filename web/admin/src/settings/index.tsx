import FlagIcon from "@mui/icons-material/FlagOutlined";
import SettingsIcon from "@mui/icons-material/TuneOutlined";
import ShippingIcon from "@mui/icons-material/LocalShippingOutlined";
import TaxRateIcon from "@mui/icons-material/PercentOutlined";
import TaxSettingsIcon from "@mui/icons-material/PublicOutlined";
import { lazy } from "react";
import type { Area } from "../shared/area.ts";

const FlagList = lazy(() => import("./flags/FlagList.tsx"));
const ZoneList = lazy(() => import("./shipping/ZoneList.tsx"));
const ZonePage = lazy(() => import("./shipping/ZonePage.tsx"));
const TaxRateList = lazy(() => import("./tax/TaxRateList.tsx"));
const TaxSettingsList = lazy(() => import("./tax/TaxSettingsList.tsx"));
const ShopSettingsPage = lazy(() => import("./shop/ShopSettingsPage.tsx"));

/** What the shop does, where it ships to, what tax it charges. */
export const settings: Area = {
  label: "Settings",
  resources: [
    {
      name: "shipping-zones",
      icon: ShippingIcon,
      list: ZoneList,
      show: ZonePage,
      options: { label: "Shipping" },
    },
    { name: "tax-rates", icon: TaxRateIcon, list: TaxRateList, options: { label: "Tax rates" } },
    {
      name: "tax-settings",
      icon: TaxSettingsIcon,
      list: TaxSettingsList,
      options: { label: "Tax settings" },
    },
    { name: "flags", icon: FlagIcon, list: FlagList, options: { label: "Feature flags" } },
  ],
  pages: [
    {
      path: "/shop-settings",
      label: "Shop settings",
      icon: SettingsIcon,
      element: <ShopSettingsPage />,
      permission: "system:admin",
    },
  ],
};
