import { Alert, Snackbar } from "@mui/material";
import { useSyncExternalStore } from "react";

/** Says that there is no network, until there is one again. */
export function OfflineNotice() {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  return (
    <Snackbar open={!isOnline} anchorOrigin={{ vertical: "top", horizontal: "center" }}>
      <Alert severity="warning" variant="filled">
        There is no connection. What you see may be old, and nothing can be saved.
      </Alert>
    </Snackbar>
  );
}

function subscribe(onChange: () => void): () => void {
  addEventListener("online", onChange);
  addEventListener("offline", onChange);
  return () => {
    removeEventListener("online", onChange);
    removeEventListener("offline", onChange);
  };
}
