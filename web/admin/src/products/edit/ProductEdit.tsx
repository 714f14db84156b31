import { Box } from "@mui/material";
import { Title, useGetOne, useRequireAccess } from "react-admin";
import { useParams } from "react-router-dom";
import { Loaded } from "../../shared/Loaded.tsx";
import type { Product } from "./product.ts";
import { ProductEditor } from "./ProductEditor.tsx";

/** The page of a product: always as it is now, never as a list showed it some time ago. */
export default function ProductEdit() {
  const { id = "" } = useParams();
  useRequireAccess({ resource: "products", action: "edit" });
  const query = useGetOne<Product>(
    "products",
    { id },
    { retry: false, refetchOnWindowFocus: false, refetchOnMount: "always" },
  );
  const { data, error, isFetchedAfterMount, refetch } = query;
  const product = isFetchedAfterMount ? data : undefined;
  return (
    <Box sx={{ pt: 1, pb: 2, minWidth: 0 }}>
      {!product && <Title title="Product" />}
      <Loaded query={{ data: product, error, isError: error !== null, refetch }} height={600}>
        {(loaded: Product) => <ProductEditor key={loaded.id} product={loaded} />}
      </Loaded>
    </Box>
  );
}
