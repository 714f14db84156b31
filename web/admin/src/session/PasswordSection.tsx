import { Alert, Box, Button, Stack, TextField } from "@mui/material";
import { useState } from "react";
import { useGetIdentity, useNotify, useRefresh } from "react-admin";
import { dataOf } from "../../../../client/index.ts";
import { client } from "../api/client.ts";
import { Section } from "../shared/Section.tsx";
import { useProof } from "./use-proof.ts";

/** A new password; the present one proves that it is them. */
export function PasswordSection() {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const { identity } = useGetIdentity();
  const notify = useNotify();
  const refresh = useRefresh();
  const { isRunning, problem, submit } = useProof(async () => {
    const body = { current_password: current, new_password: next };
    await dataOf(client.POST("/api/v1/auth/password", { body }));
    setCurrent("");
    setNext("");
    notify("The password is changed. Your other logins have ended.", { type: "success" });
    refresh();
  });
  return (
    <Section title="Password" intro="8 characters or more. Changing it ends all your other logins.">
      <Stack component="form" spacing={1} sx={{ maxWidth: 420 }} onSubmit={submit}>
        {problem && <Alert severity="error">{problem}</Alert>}
        <input
          type="text"
          name="username"
          autoComplete="username"
          hidden
          readOnly
          value={String(identity?.["email"] ?? "")}
        />
        <TextField
          label="Present password"
          type="password"
          autoComplete="current-password"
          required
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          required
          value={next}
          onChange={(event) => setNext(event.target.value)}
          slotProps={{ htmlInput: { minLength: 8 } }}
        />
        <Box>
          <Button type="submit" variant="contained" loading={isRunning}>
            Change the password
          </Button>
        </Box>
      </Stack>
    </Section>
  );
}
