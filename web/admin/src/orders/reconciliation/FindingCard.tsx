import { Box, Link, Stack, Typography } from "@mui/material";
import { Link as RouterLink } from "react-router-dom";
import type { Schema } from "../../../../../client/index.ts";
import { Code } from "../../shared/Code.tsx";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { Facts } from "../../shared/Facts.tsx";
import { formatTime, inWords } from "../../shared/format.ts";
import { DetailText } from "./DetailText.tsx";
import { MEANINGS, placeOf } from "./findings.ts";
import { ResolveDialog } from "./ResolveDialog.tsx";

/** Something that the comparison could not mend. */
export function FindingCard({ finding }: { finding: Schema<"ReconciliationFinding"> }) {
  const place = placeOf(finding);
  const details = detailsOf(finding.details);
  return (
    <Box component="article" sx={{ borderTop: 1, borderColor: "divider", pt: 1.5 }}>
      <Stack direction="row" useFlexGap sx={{ flexWrap: "wrap", justifyContent: "space-between", gap: 1 }}>
        <div>
          <Typography variant="subtitle2" component="h3">
            {MEANINGS[finding.code] ?? inWords(finding.code)}
          </Typography>
          <Typography variant="caption" color="text.secondary">
            <Code>{finding.code}</Code> · {formatTime(finding.created_at)}
          </Typography>
        </div>
        <DialogButton label="Resolve" variant="outlined" size="small">
          {(close) => <ResolveDialog finding={finding} onClose={close} />}
        </DialogButton>
      </Stack>
      <Box sx={{ mt: 1 }}>
        <Facts
          items={[
            [
              inWords(finding.entity),
              place ? (
                <Link component={RouterLink} state={{ _scrollToTop: true }} to={place}>
                  {finding.entity_id}
                </Link>
              ) : (
                <Code>{finding.entity_id}</Code>
              ),
            ],
            ...details.map(
              ([name, value]) =>
                [
                  inWords(name),
                  value === undefined ? undefined : <DetailText name={name} value={value} />,
                ] as const,
            ),
          ]}
        />
      </Box>
    </Box>
  );
}

function detailsOf({ amount, currency, ...rest }: Record<string, unknown>): [string, unknown][] {
  const isMoney = typeof amount === "number" && typeof currency === "string";
  return [
    ...Object.entries(isMoney ? { amount: { amount, currency } } : { amount, currency }),
    ...Object.entries(rest),
  ];
}
