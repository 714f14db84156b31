import { useRefresh } from "react-admin";
import { ApiProblem } from "../../../../../client/index.ts";

/**
 * Sends a change that was decided on the figures on the screen. When they are no longer right, they are read anew, so that staff
 * decide on the new ones.
 */
export function useStockChange(): <Answer>(change: Promise<Answer>) => Promise<Answer> {
  const refresh = useRefresh();
  return async (change) => {
    try {
      return await change;
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 412) throw error;
      refresh();
      const detail =
        "The stock has changed meanwhile. Nothing was written: look at the new figures, then send it again.";
      throw new ApiProblem({ ...error.problem, detail });
    }
  };
}
