import { Alert, Box, Button, Link, Stack, Typography } from "@mui/material";
import { useState } from "react";
import { dataOf, type Schema } from "../../../../client/index.ts";
import { client } from "../api/client.ts";
import { CodeField } from "./CodeField.tsx";
import { QrCode } from "./QrCode.tsx";
import { RecoveryCodes } from "./RecoveryCodes.tsx";
import { useProof } from "./use-proof.ts";

/** Takes an authenticator app into use: its secret, a first code, then the recovery codes. */
export function SetUpSecondFactor({ onDone }: { onDone: () => void }) {
  const [enrolment, setEnrolment] = useState<Schema<"SecondFactorEnrolment">>();
  const [codes, setCodes] = useState<string[]>();
  const begin = useProof(async () => setEnrolment(await dataOf(client.POST("/api/v1/auth/totp"))));
  if (codes) return <RecoveryCodes codes={codes} onStored={onDone} />;
  if (enrolment) return <FirstCode enrolment={enrolment} onConfirmed={setCodes} />;
  return (
    <Stack component="form" spacing={2} onSubmit={begin.submit}>
      <Typography variant="body2">
        You need an authenticator app on your phone, such as Aegis, Google Authenticator or the one of your
        password manager.
      </Typography>
      {begin.problem && <Alert severity="error">{begin.problem}</Alert>}
      <Box>
        <Button type="submit" variant="contained" loading={begin.isRunning}>
          Set up the second factor
        </Button>
      </Box>
    </Stack>
  );
}

interface FirstCodeProps {
  enrolment: Schema<"SecondFactorEnrolment">;
  onConfirmed: (recoveryCodes: string[]) => void;
}

function FirstCode({ enrolment: { secret, otpauth_uri }, onConfirmed }: FirstCodeProps) {
  const [code, setCode] = useState("");
  const { isRunning, problem, submit } = useProof(async () => {
    const answer = await dataOf(client.POST("/api/v1/auth/totp/confirm", { body: { totp: code } }));
    onConfirmed(answer.recovery_codes);
  });
  return (
    <Stack component="form" spacing={2} sx={{ maxWidth: 560 }} onSubmit={submit}>
      <Typography variant="body2">
        1. Add an account in the app: scan this code, or enter the key by hand. On the phone itself, the link
        opens the app.
      </Typography>
      <QrCode text={otpauth_uri} label="QR code with the key" />
      <Box
        component="code"
        aria-label="Key"
        sx={{
          fontFamily: "ui-monospace, monospace",
          fontSize: "1.05rem",
          overflowWrap: "anywhere",
          userSelect: "all",
        }}
      >
        {secret.match(/.{1,4}/g)?.join(" ")}
      </Box>
      <Link href={otpauth_uri} variant="body2">
        Open in the authenticator app
      </Link>
      <Typography variant="body2">2. Enter the code that it shows now.</Typography>
      {problem && <Alert severity="error">{problem}</Alert>}
      <CodeField value={code} onChange={setCode} isAppOnly />
      <Box>
        <Button type="submit" variant="contained" loading={isRunning}>
          Confirm
        </Button>
      </Box>
    </Stack>
  );
}
