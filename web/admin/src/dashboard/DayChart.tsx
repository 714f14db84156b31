import { useTheme } from "@mui/material";
import { BarChart } from "@mui/x-charts/BarChart";
import { shortDay } from "./days.ts";

export interface DayChartProps {
  label: string;
  days: string[];
  values: number[];
  format: (value: number) => string;
  /** The same, short, for the axis. */
  formatTick: (value: number) => string;
}

/** A bar a day. Who cannot see it has the table below it. */
export default function DayChart({ label, days, values, format, formatTick }: DayChartProps) {
  const { palette } = useTheme();
  return (
    <div aria-hidden>
      <BarChart
        height={CHART_HEIGHT}
        hideLegend
        skipAnimation
        disableKeyboardNavigation
        margin={{ left: 0, right: 24, top: 8, bottom: 0 }}
        colors={[palette.primary.main]}
        xAxis={[{ data: days, scaleType: "band", valueFormatter: shortDay, disableTicks: true, height: 28 }]}
        yAxis={[{ valueFormatter: formatTick, disableLine: true, disableTicks: true, width: 52, min: 0 }]}
        series={[{ data: values, label, valueFormatter: (value) => format(value ?? 0) }]}
        grid={{ horizontal: true }}
        borderRadius={2}
      />
    </div>
  );
}

const CHART_HEIGHT = 220;
