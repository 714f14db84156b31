import BackIcon from "@mui/icons-material/ArrowBack";
import OpenIcon from "@mui/icons-material/OpenInNew";
import { Button, Stack, Typography } from "@mui/material";
import { Link } from "react-router-dom";
import { formatTime } from "../../shared/format.ts";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Thumbnail } from "../pictures/Thumbnail.tsx";
import { DeleteProduct } from "./DeleteProduct.tsx";
import type { Product } from "./product.ts";

/** Above the form: which product it is, its state, and where else to go. */
export function ProductHeader({ product, picture }: { product: Product; picture: string | undefined }) {
  return (
    <div>
      <Button component={Link} to="/products" size="small" startIcon={<BackIcon />} sx={{ mb: 1 }}>
        Products
      </Button>
      <Stack direction="row" useFlexGap sx={{ flexWrap: "wrap", alignItems: "center", gap: 1.5 }}>
        <Thumbnail url={picture} alt="" size={48} />
        <Stack sx={{ flex: "1 1 200px", minWidth: 0 }}>
          <Stack direction="row" useFlexGap sx={{ flexWrap: "wrap", alignItems: "center", columnGap: 1.5 }}>
            <Typography variant="h1" component="div" sx={{ overflowWrap: "anywhere" }}>
              {product.name}
            </Typography>
            <StatusChip status={product.status} />
          </Stack>
          <Typography variant="body2" color="text.secondary">
            Changed {formatTime(product.updated_at)}
          </Typography>
        </Stack>
        {product.status === "active" && (
          <Button
            size="small"
            href={`/products/${encodeURIComponent(product.slug)}`}
            target="_blank"
            rel="noopener"
            endIcon={<OpenIcon />}
          >
            View in the shop
          </Button>
        )}
        <DeleteProduct product={product} />
      </Stack>
    </div>
  );
}
