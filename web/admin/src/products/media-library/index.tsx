import MediaIcon from "@mui/icons-material/PhotoLibraryOutlined";
import { lazy } from "react";
import type { Area } from "../../shared/area.ts";

const MediaList = lazy(() => import("./MediaList.tsx"));
const MediaPage = lazy(() => import("./MediaPage.tsx"));

/** All pictures and files of the shop. */
export const mediaLibrary: Area["resources"] = [
  {
    name: "media",
    options: { label: "Media library" },
    icon: MediaIcon,
    list: MediaList,
    edit: MediaPage,
    recordRepresentation: "filename",
  },
];
