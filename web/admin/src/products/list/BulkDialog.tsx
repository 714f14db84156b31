import DoneIcon from "@mui/icons-material/CheckCircleOutlined";
import FailedIcon from "@mui/icons-material/ErrorOutlined";
import {
  Alert,
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Typography,
} from "@mui/material";
import { useId } from "react";
import { type BulkOutcome, type BulkVerb, useBulk } from "./use-bulk.ts";

interface Props {
  verb: BulkVerb;
  ids: string[];
  /** What those on the page are called. */
  names: ReadonlyMap<string, string>;
  onClose: (isDone: boolean) => void;
}

const TEXTS: Record<BulkVerb, { label: string; hint: string }> = {
  publish: { label: "Publish", hint: "Shoppers see them in some seconds." },
  archive: { label: "Archive", hint: "They are no longer sold. Orders go on naming them." },
  delete: { label: "Delete", hint: "Those that orders name are archived instead." },
};

/** Asks whether it shall be done to all of them; then shows what became of each. */
export function BulkDialog({ verb, ids, names, onClose }: Props) {
  const { label, hint } = TEXTS[verb];
  const { run, isRunning, outcomes, problem, isDone } = useBulk(verb, ids);
  const title = useId();
  const failed = outcomes.filter((one) => one.problem !== undefined).length;
  const count = ids.length === 1 ? "one product" : `${ids.length} products`;
  const close = () => onClose(outcomes.length > 0);
  return (
    <Dialog open fullWidth maxWidth="sm" aria-labelledby={title} onClose={isRunning ? undefined : close}>
      <DialogTitle id={title}>
        {isDone ? `${label}: ${ids.length - failed} of ${ids.length} done` : `${label} ${count}?`}
      </DialogTitle>
      <DialogContent dividers>
        {outcomes.length === 0 && !problem && <Typography>{hint}</Typography>}
        {problem && <Alert severity="error">{problem}</Alert>}
        <Outcomes outcomes={outcomes} names={names} />
      </DialogContent>
      <DialogActions>
        <Button color="inherit" disabled={isRunning} onClick={close}>
          {isDone ? "Close" : "Cancel"}
        </Button>
        {!isDone && (
          <Button
            variant="contained"
            color={verb === "delete" ? "error" : "primary"}
            loading={isRunning}
            onClick={() => void run()}
          >
            {problem ? "Try again" : `${label} ${count}`}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function Outcomes({ outcomes, names }: { outcomes: BulkOutcome[]; names: Props["names"] }) {
  return (
    <Box component="ul" sx={{ listStyle: "none", p: 0, m: 0 }}>
      {outcomes.map(({ id, problem }) => (
        <Box component="li" key={id} sx={{ display: "flex", gap: 1, py: 0.5, alignItems: "flex-start" }}>
          {problem === undefined ? (
            <DoneIcon fontSize="small" color="success" titleAccess="Done" />
          ) : (
            <FailedIcon fontSize="small" color="error" titleAccess="Refused" />
          )}
          <Typography variant="body2">
            {names.get(id) ?? id}
            {problem && `: ${problem}`}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}
