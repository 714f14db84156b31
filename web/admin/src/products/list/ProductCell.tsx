import { Box, Typography } from "@mui/material";
import { RecordLink } from "../../shared/RecordLink.tsx";
import type { Product } from "../edit/product.ts";
import { Thumbnail } from "../pictures/Thumbnail.tsx";

/** A product in a list: its picture, its name, its SKU or how many variants it has. */
export function ProductCell({ product: { name, images, variants, sku } }: { product: Product }) {
  return (
    <Box sx={{ display: "flex", gap: 1.5, alignItems: "center", minWidth: 200 }}>
      <Thumbnail url={images[0]?.url} alt="" size={40} />
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="body2" sx={{ fontWeight: 600, overflowWrap: "anywhere" }}>
          <RecordLink type="edit">{name}</RecordLink>
        </Typography>
        <Typography variant="caption" color="text.secondary">
          {variants.length > 1 ? `${variants.length} variants` : sku}
        </Typography>
      </Box>
    </Box>
  );
}
