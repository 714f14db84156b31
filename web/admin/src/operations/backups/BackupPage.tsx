import {
  Alert,
  LinearProgress,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
} from "@mui/material";
import { useRefresh } from "react-admin";
import { useEffect } from "react";
import { Code } from "../../shared/Code.tsx";
import { Facts } from "../../shared/Facts.tsx";
import { formatBytes } from "../../shared/format-bytes.ts";
import { formatTime, inWords } from "../../shared/format.ts";
import { RecordPage } from "../../shared/RecordPage.tsx";
import { Section } from "../../shared/Section.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { type Backup, isUnderWay } from "./backup.ts";

/** A backup: how far it is, or what it holds. */
export default function BackupPage() {
  return (
    <RecordPage<Backup>
      list={{ to: "/backups", label: "Backups" }}
      title={({ created_at: at }) => `Backup of ${formatTime(at)}`}
      aside={({ status }) => <StatusChip status={status} />}
    >
      {(backup) => (
        <>
          {isUnderWay(backup) && <Progress />}
          {backup.error && <Alert severity="error">{backup.error}</Alert>}
          <Section
            title="Backup"
            intro="Only one that has succeeded can be restored: npm run backup:restore."
          >
            <Facts
              items={[
                ["Id", <Code key="id">{backup.id}</Code>],
                ["Reason", inWords(backup.reason)],
                ["Shows the moment", backup.snapshot_at && <Time at={backup.snapshot_at} />],
                ["Finished", backup.finished_at && <Time at={backup.finished_at} />],
                ["Starts", backup.attempt],
                ["Rows", backup.rows.toLocaleString()],
                ["Size, compressed", formatBytes(backup.bytes)],
                ["Bookmark of Time Travel", backup.bookmark && <Code>{backup.bookmark}</Code>],
              ]}
            />
          </Section>
          <Section title="Tables">
            <Tables tables={backup.tables} />
          </Section>
        </>
      )}
    </RecordPage>
  );
}

function Progress() {
  const refresh = useRefresh();
  useEffect(() => {
    const timer = setInterval(refresh, 3_000);
    return () => clearInterval(timer);
  }, [refresh]);
  return <LinearProgress aria-label="The backup is being made" />;
}

function Tables({ tables }: { tables: Backup["tables"] }) {
  if (tables.length === 0) return <>Nothing was copied yet.</>;
  return (
    <TableContainer sx={{ maxHeight: 480 }} tabIndex={0} role="region" aria-label="Tables of the backup">
      <Table size="small" stickyHeader>
        <TableHead>
          <TableRow>
            <TableCell>Table</TableCell>
            <TableCell align="right">Rows</TableCell>
            <TableCell>Checksum</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {tables.map(({ name, rows, checksum }) => (
            <TableRow key={name}>
              <TableCell>{name}</TableCell>
              <TableCell align="right">{rows.toLocaleString()}</TableCell>
              <TableCell>
                <Code>
                  <span title={checksum}>{checksum.slice(0, 16)}…</span>
                </Code>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
