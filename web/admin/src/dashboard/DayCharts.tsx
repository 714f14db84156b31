import { Alert, Box, Skeleton } from "@mui/material";
import { lazy, Suspense } from "react";
import { formatMoney, toMajor } from "../shared/format.ts";
import { Section } from "../shared/Section.tsx";
import { problemText } from "../shared/use-problem-notice.ts";
import type { DayChartProps } from "./DayChart.tsx";
import { DayTable } from "./DayTable.tsx";
import { type DayFigures, useDays } from "./use-reports.ts";

const DayChart = lazy(() => import("./DayChart.tsx"));

/** Revenue and orders of the last 30 days, day by day. */
export function DayCharts({ timeZone, currency }: { timeZone: string; currency: string }) {
  const { data, error } = useDays(timeZone, currency);
  const money = (amount: number) => formatMoney({ amount, currency });
  const short = new Intl.NumberFormat(undefined, { style: "currency", currency, notation: "compact" });
  const tick = (amount: number) => short.format(toMajor({ amount, currency }));
  if (error) return <Alert severity="error">{problemText(error)}</Alert>;
  return (
    <Box
      sx={{
        display: "grid",
        gap: 2,
        gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "repeat(2, minmax(0, 1fr))" },
      }}
    >
      <Chart
        title="Revenue by day"
        data={data}
        valueOf={({ sales }) => sales}
        format={money}
        formatTick={tick}
      />
      <Chart
        title="Orders by day"
        data={data}
        valueOf={({ orders }) => orders}
        format={count}
        formatTick={whole}
      />
    </Box>
  );
}

interface ChartProps {
  title: string;
  data: DayFigures[] | undefined;
  valueOf: (day: DayFigures) => number;
  format: DayChartProps["format"];
  formatTick: DayChartProps["formatTick"];
}

function Chart({ title, data, valueOf, format, formatTick }: ChartProps) {
  const place = <Skeleton variant="rounded" height={220} />;
  return (
    <Section title={title}>
      <Box sx={{ minHeight: 220 }}>
        {data ? (
          <Suspense fallback={place}>
            <DayChart
              label={title}
              days={data.map(({ day }) => day)}
              values={data.map(valueOf)}
              format={format}
              formatTick={formatTick}
            />
          </Suspense>
        ) : (
          place
        )}
      </Box>
      <DayTable title={title} rows={(data ?? []).map((day) => [day.day, format(valueOf(day))])} />
    </Section>
  );
}

function count(value: number): string {
  return value.toLocaleString();
}

/** Ticks between whole orders say nothing. */
function whole(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString() : "";
}
