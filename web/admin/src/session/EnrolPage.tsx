import { Button, Typography } from "@mui/material";
import { useLogout } from "react-admin";
import { CenteredPage } from "./CenteredPage.tsx";
import { SetUpSecondFactor } from "./SetUpSecondFactor.tsx";

/** The shop asks this role for a second factor: nothing else is possible before. */
export default function EnrolPage({ onDone }: { onDone: () => void }) {
  const logout = useLogout();
  return (
    <CenteredPage title="Set up your second factor">
      <Typography sx={{ mb: 2 }}>The shop asks your role for one before you can work here.</Typography>
      <SetUpSecondFactor onDone={onDone} />
      <Button size="small" sx={{ mt: 2 }} onClick={() => void logout({}, undefined, false)}>
        Log out
      </Button>
    </CenteredPage>
  );
}
