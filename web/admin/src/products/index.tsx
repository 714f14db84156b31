import CategoryIcon from "@mui/icons-material/AccountTreeOutlined";
import ProductIcon from "@mui/icons-material/SellOutlined";
import { lazy } from "react";
import type { Area } from "../shared/area.ts";
import { mediaLibrary } from "./media-library/index.tsx";
import { transfers } from "./transfers/index.tsx";

const ProductList = lazy(() => import("./list/ProductList.tsx"));
const ProductEdit = lazy(() => import("./edit/ProductEdit.tsx"));
const ProductCreate = lazy(() => import("./edit/ProductCreate.tsx"));
const CategoriesPage = lazy(() => import("./categories/CategoriesPage.tsx"));

export const products: Area = {
  label: "Catalog",
  resources: [
    {
      name: "products",
      icon: ProductIcon,
      list: ProductList,
      edit: ProductEdit,
      create: ProductCreate,
      recordRepresentation: "name",
    },
    { name: "categories", icon: CategoryIcon, list: CategoriesPage, recordRepresentation: "name" },
    ...mediaLibrary,
    ...transfers,
  ],
};
