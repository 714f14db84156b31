import { ApiProblem } from "../api.ts";
import { Notice, ProblemNotice } from "../ui/Notice.tsx";

/** What a form could not do. What this page itself has found wrong is said as it is, all else as the API says it. */
export function ErrorNotice({ error }: { error: unknown }) {
  const isOwn = error instanceof Error && !(error instanceof ApiProblem) && !(error instanceof TypeError);
  if (!isOwn) return <ProblemNotice error={error} />;
  return (
    <Notice tone="error">
      <p>{error.message}</p>
    </Notice>
  );
}
