import { Alert, Box, Card, Skeleton, Tooltip, Typography } from "@mui/material";
import { formatTime } from "../shared/format.ts";
import { problemText } from "../shared/use-problem-notice.ts";
import { Change } from "./Change.tsx";
import { changeOf, type FigureKind, FIGURES } from "./figure-cards.ts";
import { useSummaries } from "./use-reports.ts";

type Summaries = ReturnType<typeof useSummaries>;

/** How the shop does: four figures, today and in the last 30 days. */
export function Figures({ timeZone, currency }: { timeZone: string; currency: string }) {
  const summaries = useSummaries(timeZone, currency);
  const error = summaries.today.error ?? summaries.month.error;
  if (error) return <Alert severity="error">{problemText(error)}</Alert>;
  return (
    <div>
      <Box
        sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "repeat(2, 1fr)", lg: "repeat(4, 1fr)" } }}
      >
        {FIGURES.map((kind) => (
          <Figure key={kind.label} kind={kind} summaries={summaries} />
        ))}
      </Box>
      <Typography component="p" variant="caption" color="text.secondary" sx={{ mt: 1, minHeight: "1.7em" }}>
        {summaries.today.data && countedText(summaries.today.data.as_of)}
      </Typography>
    </div>
  );
}

/** Whoever has just seen an order come in looks for it here. */
function countedText(asOf: string | null): string {
  const last = asOf === null ? "Nothing was counted yet." : `Counted at ${formatTime(asOf)}.`;
  return `${last} Figures are counted every five minutes.`;
}

function Figure({ kind, summaries }: { kind: FigureKind; summaries: Summaries }) {
  const { label, meaning, textOf } = kind;
  return (
    <Card sx={{ p: { xs: 1.5, sm: 2 }, minWidth: 0 }}>
      <Tooltip title={meaning} describeChild>
        <Typography component="h3" variant="body2" color="text.secondary" tabIndex={0}>
          {label}
        </Typography>
      </Tooltip>
      <Line title="Last 30 days" size="1.45rem" text={summaries.month.data && textOf(summaries.month.data)}>
        <Comparison kind={kind} query={summaries.month} before="the 30 days before" />
      </Line>
      <Line title="Today" size="1.05rem" text={summaries.today.data && textOf(summaries.today.data)}>
        <Comparison kind={kind} query={summaries.today} before="yesterday" />
      </Line>
    </Card>
  );
}

interface LineProps {
  title: string;
  size: string;
  text: string | undefined;
  children: React.ReactNode;
}

function Line({ title, size, text, children }: LineProps) {
  return (
    <Box sx={{ mt: 1 }}>
      <Typography variant="caption" color="text.secondary">
        {title}
      </Typography>
      <Box
        sx={{ display: "flex", flexWrap: "wrap", alignItems: "baseline", columnGap: 1, minHeight: "2.1rem" }}
      >
        <Typography
          sx={{
            fontSize: size,
            fontWeight: 600,
            fontVariantNumeric: "tabular-nums",
            overflowWrap: "anywhere",
          }}
        >
          {text ?? <Skeleton width={90} />}
        </Typography>
        {children}
      </Box>
    </Box>
  );
}

interface ComparisonProps {
  kind: FigureKind;
  query: Summaries["today"];
  before: string;
}

function Comparison({ kind: { valueOf }, query: { data }, before }: ComparisonProps) {
  if (!data) return null;
  return <Change rate={changeOf(valueOf(data), valueOf(data.previous))} before={before} />;
}
