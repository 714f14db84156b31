import { Alert, Button, Link, Stack, TextField } from "@mui/material";
import { useState } from "react";
import { Notification, useLogin } from "react-admin";
import { lastFarewell } from "../api/session.ts";
import { CenteredPage } from "./CenteredPage.tsx";
import { CodeField } from "./CodeField.tsx";
import { useProof } from "./use-proof.ts";

/** Email and password, then the second factor's code where the account has one. */
export default function LoginPage() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [asksForCode, setAsksForCode] = useState(false);
  const login = useLogin();
  const { isRunning, problem, submit } = useProof(
    async () => {
      await login({ email, password, ...(asksForCode ? { totp: code } : {}) });
    },
    ({ code: reason }) => {
      if (reason === "auth.second_factor_required") setAsksForCode(true);
      else if (reason === "auth.second_factor_invalid") setCode("");
      return reason === "auth.second_factor_required";
    },
  );
  const farewell = problem === undefined && !asksForCode ? lastFarewell() : undefined;
  return (
    <CenteredPage title="Log in">
      <Stack component="form" spacing={1.5} onSubmit={submit}>
        {farewell && <Alert severity="info">{farewell}</Alert>}
        {problem && <Alert severity="error">{problem}</Alert>}
        <TextField
          label="Email"
          type="email"
          name="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          slotProps={{ htmlInput: { readOnly: asksForCode } }}
        />
        <TextField
          label="Password"
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          slotProps={{ htmlInput: { readOnly: asksForCode } }}
        />
        {asksForCode && <CodeField value={code} onChange={setCode} />}
        <Button type="submit" variant="contained" size="large" loading={isRunning}>
          Log in
        </Button>
        {asksForCode ? (
          <Button
            onClick={() => {
              setAsksForCode(false);
              setCode("");
            }}
          >
            Another account
          </Button>
        ) : (
          <Link href="/account/forgot-password" variant="body2" sx={{ alignSelf: "center" }}>
            Forgotten your password?
          </Link>
        )}
      </Stack>
      <Notification />
    </CenteredPage>
  );
}
