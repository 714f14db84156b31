import { Button, Card, CardContent, FormControlLabel, Stack, Switch, Typography } from "@mui/material";
import { useState } from "react";
import { Title, useNotify } from "react-admin";
import { formatBytes } from "../../shared/format-bytes.ts";
import { FileDrop } from "../../shared/FileDrop.tsx";
import { CurrencySelect } from "./CurrencySelect.tsx";
import { hasCurrency, IMPORT_TYPES, refusalOf } from "./import-file.ts";
import { UploadProgress } from "./UploadProgress.tsx";
import { useImport } from "./use-import.ts";

/** Where a product file is chosen. By default it is only looked at first. */
export default function ImportPage() {
  const [file, setFile] = useState<File>();
  const [isDryRun, setDryRun] = useState(true);
  const [currency, setCurrency] = useState<string>();
  const { sent, start, stop } = useImport();
  const notify = useNotify();
  const choose = ([chosen]: File[]) => {
    const refusal = chosen && refusalOf(chosen);
    if (refusal) notify(refusal, { type: "error" });
    else setFile(chosen);
  };
  return (
    <Stack spacing={2} sx={{ maxWidth: 720, my: 2 }}>
      <Title title="Import products" />
      <Typography color="text.secondary">
        Known products are updated, new ones are created, wrong rows are listed and left out. Importing a file
        twice changes nothing.
      </Typography>
      <Card variant="outlined">
        <CardContent>
          <Stack spacing={2}>
            <FileDrop
              label={file ? "Choose another file" : "Choose a file"}
              hint="Or drop it here. A CSV as Shopify exports it, or NDJSON as this shop exports it: at most 100 MiB and 200,000 rows, in UTF-8."
              accept={IMPORT_TYPES}
              disabled={sent !== undefined}
              onFiles={choose}
            />
            {file && (
              <Typography>
                <strong>{file.name}</strong>, {formatBytes(file.size)}
              </Typography>
            )}
            {file && hasCurrency(file) && (
              <CurrencySelect label="Currency of the file's prices" value={currency} onChange={setCurrency} />
            )}
            <DryRunSwitch isOn={isDryRun} onChange={setDryRun} />
            {sent === undefined ? (
              <Button
                variant="contained"
                disabled={!file}
                onClick={() => file && void start(file, { isDryRun, currency })}
                sx={{ alignSelf: "start" }}
              >
                {isDryRun ? "Check the file" : "Import for real"}
              </Button>
            ) : (
              <UploadProgress sent={sent} onStop={stop} />
            )}
          </Stack>
        </CardContent>
      </Card>
    </Stack>
  );
}

function DryRunSwitch({ isOn, onChange }: { isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <div>
      <FormControlLabel
        control={<Switch checked={isOn} onChange={(_, checked) => onChange(checked)} />}
        label="Dry run first"
      />
      <Typography variant="body2" color="text.secondary">
        {isOn
          ? "Nothing is written. You see what would change, then import the same file with one click."
          : "The file is imported at once. What it changes cannot be undone."}
      </Typography>
    </div>
  );
}
