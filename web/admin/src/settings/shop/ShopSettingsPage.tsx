import {
  Alert,
  Paper,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { Code } from "../../shared/Code.tsx";
import { Loaded } from "../../shared/Loaded.tsx";
import { PlainPage } from "../../shared/PlainPage.tsx";
import { useRead } from "../../shared/use-read.ts";

/** What the shop was deployed with: to be read here, and set where it is deployed. */
export default function ShopSettingsPage() {
  const settings = useRead(["settings"], (signal) =>
    dataOf(client.GET("/api/v1/admin/settings", { signal })),
  );
  return (
    <PlainPage title="Shop settings">
      <Alert severity="info">
        These are set where the shop is deployed: in <Code>wrangler.toml</Code> (<Code>[vars]</Code>), locally
        in <Code>.dev.vars</Code>, and hold with the next deployment. Secrets are not shown.
      </Alert>
      <Loaded query={settings} height={640}>
        {({ data }) => (
          <TableContainer component={Paper} variant="outlined" tabIndex={0}>
            <Table size="small" aria-label="Shop settings">
              <TableHead>
                <TableRow>
                  <TableCell>Setting</TableCell>
                  <TableCell>Value</TableCell>
                </TableRow>
              </TableHead>
              <TableBody>
                {data.map(({ name, value, description }) => (
                  <TableRow key={name}>
                    <TableCell component="th" scope="row" sx={{ maxWidth: 480 }}>
                      <Code>{name}</Code>
                      <Typography variant="body2" color="text.secondary">
                        {description}
                      </Typography>
                    </TableCell>
                    <TableCell sx={{ overflowWrap: "anywhere", minWidth: 120 }}>
                      {value === "" ? "–" : value}
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </TableContainer>
        )}
      </Loaded>
    </PlainPage>
  );
}
