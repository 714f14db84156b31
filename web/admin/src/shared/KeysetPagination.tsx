import BackIcon from "@mui/icons-material/ChevronLeft";
import NextIcon from "@mui/icons-material/ChevronRight";
import { Box, Button, MenuItem, TextField, Typography } from "@mui/material";
import { useListPaginationContext } from "react-admin";

const SIZES = [25, 50, 100];

/** Back and forth in a list that knows no totals, and how many rows a page has. */
export function KeysetPagination() {
  const { isPending, page, perPage, hasNextPage, hasPreviousPage, setPage, setPerPage } =
    useListPaginationContext();
  const isFirst = isPending || !hasPreviousPage;
  const isLast = isPending || !hasNextPage;
  return (
    <Box
      component="nav"
      aria-label="Pages"
      sx={{
        display: "flex",
        alignItems: "center",
        justifyContent: "flex-end",
        gap: 1,
        px: 1,
        minHeight: 52,
        // Rows that come would push it down before somebody's eyes.
        visibility: isPending ? "hidden" : "visible",
      }}
    >
      <TextField
        select
        value={perPage}
        onChange={(event) => setPerPage(Number(event.target.value))}
        margin="none"
        variant="standard"
        slotProps={{ htmlInput: { "aria-label": "Rows a page" }, input: { disableUnderline: true } }}
        sx={{ width: "auto" }}
      >
        {[...new Set([...SIZES, perPage])].map((size) => (
          <MenuItem key={size} value={size}>
            {size} rows
          </MenuItem>
        ))}
      </TextField>
      <Button size="small" startIcon={<BackIcon />} disabled={isFirst} onClick={() => setPage(page - 1)}>
        Previous
      </Button>
      <Typography variant="body2" aria-live="polite">
        Page {page}
      </Typography>
      <Button size="small" endIcon={<NextIcon />} disabled={isLast} onClick={() => setPage(page + 1)}>
        Next
      </Button>
    </Box>
  );
}
