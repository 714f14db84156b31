import {
  Box,
  FormControlLabel,
  Switch,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
} from "@mui/material";
import { useState } from "react";
import { asJson } from "../../shared/CodeBlock.tsx";
import { type AuditEntry, type Change, changesOf } from "./entry.ts";

/** What was before and after, side by side: what changed, and on demand what stayed. */
export function Changes({ entry }: { entry: AuditEntry }) {
  const [showsAll, setShowsAll] = useState(false);
  const changes = changesOf(entry);
  const shown = changes.filter(({ isChanged }) => showsAll || isChanged);
  if (changes.length === 0) return <>The entry tells of no values.</>;
  return (
    <>
      {changes.some(({ isChanged }) => !isChanged) && (
        <FormControlLabel
          control={<Switch size="small" checked={showsAll} onChange={() => setShowsAll(!showsAll)} />}
          label="Also what stayed as it was"
        />
      )}
      <TableContainer tabIndex={0}>
        <Table size="small" aria-label="What changed">
          <TableHead>
            <TableRow>
              <TableCell>Field</TableCell>
              <TableCell>Before</TableCell>
              <TableCell>After</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {shown.map((change) => (
              <TableRow key={change.path}>
                <TableCell component="th" scope="row">
                  {change.path}
                </TableCell>
                <Value change={change} side="before" />
                <Value change={change} side="after" />
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
    </>
  );
}

function Value({ change, side }: { change: Change; side: "before" | "after" }) {
  const value = change[side];
  const sign = side === "before" ? "−" : "+";
  return (
    <TableCell sx={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap", verticalAlign: "top" }}>
      {value === undefined ? (
        "–"
      ) : (
        <Box
          component="span"
          sx={
            change.isChanged
              ? {
                  color: side === "before" ? "error.main" : "success.main",
                  fontWeight: side === "after" ? 600 : 400,
                }
              : {}
          }
        >
          {change.isChanged && <span aria-hidden>{sign} </span>}
          {textOf(value)}
        </Box>
      )}
    </TableCell>
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : asJson(value);
}
