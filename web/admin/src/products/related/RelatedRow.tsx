import DownIcon from "@mui/icons-material/ArrowDownward";
import UpIcon from "@mui/icons-material/ArrowUpward";
import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import { Box, IconButton, Link, Skeleton } from "@mui/material";
import { Link as RouterLink } from "react-router-dom";
import { StatusChip } from "../../shared/StatusField.tsx";
import type { Product } from "../edit/product.ts";
import { Thumbnail } from "../pictures/Thumbnail.tsx";

interface Props {
  /** Absent: not read yet, or gone. */
  product: Product | undefined;
  isLoading: boolean;
  isFirst: boolean;
  isLast: boolean;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

/** A related product, with buttons that move it and take it away. */
export function RelatedRow({ product, isLoading, isFirst, isLast, onMove, onRemove }: Props) {
  const name = product?.name ?? "the product";
  return (
    <Box
      component="li"
      sx={{
        listStyle: "none",
        display: "flex",
        alignItems: "center",
        gap: 1.5,
        py: 0.75,
        borderBottom: 1,
        borderColor: "divider",
      }}
    >
      <Thumbnail url={product?.images[0]?.url} alt="" size={40} />
      <Box sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
        {product ? (
          <Link component={RouterLink} to={`/products/${product.id}`}>
            {product.name}
          </Link>
        ) : isLoading ? (
          <Skeleton width={160} />
        ) : (
          "This product is gone."
        )}
      </Box>
      {product && product.status !== "active" && <StatusChip status={product.status} />}
      <IconButton size="small" aria-label={`Move ${name} up`} disabled={isFirst} onClick={() => onMove(-1)}>
        <UpIcon fontSize="small" />
      </IconButton>
      <IconButton size="small" aria-label={`Move ${name} down`} disabled={isLast} onClick={() => onMove(1)}>
        <DownIcon fontSize="small" />
      </IconButton>
      <IconButton size="small" aria-label={`Remove ${name}`} onClick={onRemove}>
        <DeleteIcon fontSize="small" />
      </IconButton>
    </Box>
  );
}
