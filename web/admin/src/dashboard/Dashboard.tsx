import { Box, MenuItem, Skeleton, Stack, TextField, Typography } from "@mui/material";
import { Title, useStore } from "react-admin";
import { useShop } from "../layout/use-shop.ts";
import { Attention } from "./Attention.tsx";
import { DayCharts } from "./DayCharts.tsx";
import { Figures } from "./Figures.tsx";
import { TopProducts } from "./TopProducts.tsx";

/** How the shop does, and what waits for somebody. */
export default function Dashboard() {
  const shop = useShop();
  const [chosen, setChosen] = useStore<string | undefined>("dashboard.currency");
  const currencies = shop?.currencies ?? [];
  const currency = chosen !== undefined && currencies.includes(chosen) ? chosen : currencies[0];
  return (
    <Box sx={{ pt: 1 }}>
      <Title title="Dashboard" />
      <Box
        sx={{ display: "flex", alignItems: "center", justifyContent: "space-between", minHeight: 48, mb: 1 }}
      >
        <Typography component="h2" variant="h2">
          Sales
        </Typography>
        {currencies.length > 1 && (
          <TextField
            select
            label="Currency"
            value={currency}
            onChange={(event) => setChosen(event.target.value)}
            sx={{ width: 110 }}
          >
            {currencies.map((each) => (
              <MenuItem key={each} value={each}>
                {each}
              </MenuItem>
            ))}
          </TextField>
        )}
      </Box>
      <Box
        sx={{
          display: "grid",
          gap: 2,
          gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 3fr) minmax(0, 1fr)" },
        }}
      >
        <Stack spacing={2} sx={{ minWidth: 0 }}>
          {shop && currency !== undefined ? (
            <>
              <Figures timeZone={shop.time_zone} currency={currency} />
              <DayCharts timeZone={shop.time_zone} currency={currency} />
              <TopProducts timeZone={shop.time_zone} currency={currency} />
            </>
          ) : (
            <Skeleton variant="rounded" height={800} />
          )}
        </Stack>
        <Box sx={{ order: { xs: -1, lg: 0 }, minWidth: 0 }}>
          <Attention />
        </Box>
      </Box>
    </Box>
  );
}
