import { Link, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { Link as RouterLink } from "react-router-dom";
import { formatMoney } from "../shared/format.ts";
import { Loaded } from "../shared/Loaded.tsx";
import { Section } from "../shared/Section.tsx";
import { useMay } from "../shared/use-may.ts";
import { useTopProducts } from "./use-reports.ts";

/** What sold best in the last 30 days. */
export function TopProducts({ timeZone, currency }: { timeZone: string; currency: string }) {
  const query = useTopProducts(timeZone, currency);
  const mayOpen = useMay("product:manage");
  return (
    <Section title="Top products, last 30 days">
      <Loaded query={query} height={220}>
        {({ data }) =>
          data.length === 0 ? (
            <Typography color="text.secondary">Nothing was sold yet.</Typography>
          ) : (
            <Table size="small">
              <TableHead>
                <TableRow>
                  <TableCell>Product</TableCell>
                  <TableCell align="right">Units</TableCell>
                  <TableCell align="right">Revenue</TableCell>
                </TableRow>
              </TableHead>
              <TableBody>
                {data.map(({ product_id: id, name, units, revenue }) => (
                  <TableRow key={id}>
                    <TableCell sx={{ overflowWrap: "anywhere" }}>
                      {mayOpen && name !== null ? (
                        <Link component={RouterLink} to={`/products/${id}`}>
                          {name}
                        </Link>
                      ) : (
                        (name ?? "A deleted product")
                      )}
                    </TableCell>
                    <TableCell align="right">{units.toLocaleString()}</TableCell>
                    <TableCell align="right">{formatMoney(revenue)}</TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          )
        }
      </Loaded>
    </Section>
  );
}
