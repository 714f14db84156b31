import ReplayIcon from "@mui/icons-material/Replay";
import { Button } from "@mui/material";
import { useListContext } from "react-admin";
import { useAction } from "../../shared/use-action.ts";
import { replayMany } from "./dead-letter.ts";

/** Tries the selected dead letters again. */
export function ReplaySelected() {
  const { selectedIds, onUnselectItems } = useListContext();
  const { isRunning, run } = useAction();
  const ids = selectedIds.map(String);
  const replay = async () => {
    const isDone = await run((key) => replayMany({ ids }, key), {
      input: ids,
      done: "They are tried again.",
    });
    if (isDone) onUnselectItems();
  };
  return (
    <Button size="small" startIcon={<ReplayIcon />} loading={isRunning} onClick={() => void replay()}>
      Replay
    </Button>
  );
}
