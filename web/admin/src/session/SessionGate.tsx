import { Button } from "@mui/material";
import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { useLogout, useRefresh } from "react-admin";
import { currentStaff, forgetStaff, knownUserId } from "../api/session.ts";
import { onSessionEnd, tellSessionEnd } from "../api/session-end.ts";
import { EmptyState } from "../shared/EmptyState.tsx";
import { useRead } from "../shared/use-read.ts";
import { problemText } from "../shared/use-problem-notice.ts";
import { StepUpDialog } from "./StepUpDialog.tsx";

const EnrolPage = lazy(() => import("./EnrolPage.tsx"));

/** Lets nobody further who has to set up a second factor first, asks for proofs, and leads to the login when the session ends. */
export function SessionGate({ children }: { children: ReactNode }) {
  const logout = useLogout();
  const refresh = useRefresh();
  const { data: staff, error, refetch } = useRead(["staff"], async () => (await currentStaff()) ?? null);
  useEffect(() => onSessionEnd(() => void logout()), [logout]);
  useEffect(() => {
    // Somebody was here, and is not any more.
    if (staff === null && knownUserId() !== undefined) tellSessionEnd();
  }, [staff]);

  useEffect(() => {
    // Whoever comes back to the page may have logged in as somebody else meanwhile, in another tab.
    const look = () => {
      if (document.hidden) return;
      forgetStaff();
      void refetch();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [refetch]);

  if (error && !staff) {
    return (
      <EmptyState
        title={problemText(error)}
        action={<Button onClick={() => void refetch()}>Try again</Button>}
      />
    );
  }
  if (!staff) return null;
  const mustEnrol = staff.me.must_enrol_second_factor;
  return (
    <>
      {mustEnrol ? (
        <Suspense>
          <EnrolPage
            onDone={() => {
              forgetStaff();
              refresh();
            }}
          />
        </Suspense>
      ) : (
        children
      )}
      <StepUpDialog />
    </>
  );
}
