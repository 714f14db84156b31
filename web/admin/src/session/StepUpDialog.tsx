import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  Skeleton,
  Stack,
  TextField,
} from "@mui/material";
import { useEffect, useId, useState } from "react";
import { asksForCode, sendProof, setStepUpDialog } from "../api/step-up.ts";
import { CodeField } from "./CodeField.tsx";
import { useProof } from "./use-proof.ts";

/** Asks whoever is logged in to prove that it is still them, whenever the API wants that (api/step-up.ts). */
export function StepUpDialog() {
  const [answer, setAnswer] = useState<(isProved: boolean) => void>();
  useEffect(() => {
    setStepUpDialog(() => new Promise<boolean>((resolve) => setAnswer(() => resolve)));
  }, []);
  if (!answer) return null;
  return (
    <Proof
      onDone={(isProved) => {
        setAnswer(undefined);
        answer(isProved);
      }}
    />
  );
}

function Proof({ onDone }: { onDone: (isProved: boolean) => void }) {
  const title = useId();
  const [wantsCode, setWantsCode] = useState<boolean>();
  const [secret, setSecret] = useState("");
  useEffect(() => {
    asksForCode().then(setWantsCode, () => setWantsCode(false));
  }, []);
  const { isRunning, problem, submit } = useProof(
    async () => {
      await sendProof(wantsCode ? { totp: secret } : { password: secret });
      onDone(true);
    },
    ({ code }) => {
      // A second factor was set up meanwhile, elsewhere.
      if (code === "auth.second_factor_required") setWantsCode(true);
      setSecret("");
      return code === "auth.second_factor_required";
    },
  );
  return (
    <Dialog open fullWidth maxWidth="xs" onClose={() => onDone(false)} aria-labelledby={title}>
      <form
        onSubmit={(event) => {
          // The dialog may have been opened by a form of the page.
          event.stopPropagation();
          submit(event);
        }}
      >
        <DialogTitle id={title}>Is it still you?</DialogTitle>
        <DialogContent>
          <Stack spacing={1.5} sx={{ minHeight: 150 }}>
            <DialogContentText>This needs a fresh proof. It is good for 15 minutes.</DialogContentText>
            {problem && <Alert severity="error">{problem}</Alert>}
            {wantsCode === undefined && <Skeleton variant="rounded" height={40} />}
            {wantsCode === true && <CodeField value={secret} onChange={setSecret} />}
            {wantsCode === false && (
              <TextField
                label="Password"
                type="password"
                name="password"
                autoComplete="current-password"
                required
                autoFocus
                value={secret}
                onChange={(event) => setSecret(event.target.value)}
              />
            )}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={() => onDone(false)}>Cancel</Button>
          <Button type="submit" variant="contained" loading={isRunning} disabled={wantsCode === undefined}>
            Confirm
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
