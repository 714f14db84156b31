import { Button, Stack, Typography } from "@mui/material";
import { useState } from "react";
import { useNotify } from "react-admin";
import { dataOf } from "../../../../client/index.ts";
import { client } from "../api/client.ts";
import { DialogButton } from "../shared/DialogButton.tsx";
import { formatTime } from "../shared/format.ts";
import { Loaded } from "../shared/Loaded.tsx";
import { Section } from "../shared/Section.tsx";
import { useAction } from "../shared/use-action.ts";
import { useRead } from "../shared/use-read.ts";
import { RecoveryCodes } from "./RecoveryCodes.tsx";
import { RemoveSecondFactor } from "./RemoveSecondFactor.tsx";
import { SetUpSecondFactor } from "./SetUpSecondFactor.tsx";

/** The authenticator app: on or off, and new recovery codes. */
export function SecondFactorSection() {
  const [isSettingUp, setSettingUp] = useState(false);
  const [codes, setCodes] = useState<string[]>();
  const query = useRead(["second-factor"], () => dataOf(client.GET("/api/v1/auth/totp")));
  const { isRunning, run } = useAction();
  const notify = useNotify();

  const renew = () =>
    run(async () => setCodes((await dataOf(client.POST("/api/v1/auth/totp/recovery-codes"))).recovery_codes));
  const finish = () => {
    setSettingUp(false);
    setCodes(undefined);
    void query.refetch();
    notify("Stored.", { type: "success" });
  };

  return (
    <Section
      title="Second factor"
      intro="A code of an authenticator app beside the password: whoever learns your password still cannot log in."
    >
      {codes && <RecoveryCodes codes={codes} onStored={finish} />}
      {isSettingUp && <SetUpSecondFactor onDone={finish} />}
      {!codes && !isSettingUp && (
        <Loaded query={query} height={64}>
          {({ enabled, enabled_at: since, recovery_codes_left: left }) => (
            <Stack spacing={1.5}>
              <Typography>
                {enabled
                  ? `On${since ? ` since ${formatTime(since)}` : ""}. ${left} recovery codes are left.`
                  : "Off."}
              </Typography>
              <Stack direction="row" useFlexGap sx={{ gap: 1, flexWrap: "wrap" }}>
                {enabled ? (
                  <>
                    <Button variant="outlined" disabled={isRunning} onClick={() => void renew()}>
                      New recovery codes
                    </Button>
                    <DialogButton label="Remove the second factor" variant="outlined" color="error">
                      {(close) => <RemoveSecondFactor onClose={close} />}
                    </DialogButton>
                  </>
                ) : (
                  <Button variant="contained" onClick={() => setSettingUp(true)}>
                    Set up
                  </Button>
                )}
              </Stack>
            </Stack>
          )}
        </Loaded>
      )}
    </Section>
  );
}
