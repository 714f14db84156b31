import { useLocation } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { usePageHead } from "../frame/page-head.ts";
import { askSession, session } from "../session-state.ts";
import { ProblemNotice } from "../ui/Notice.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import { Account } from "./Account.tsx";
import { SignIn } from "./signin/SignIn.tsx";
import "../checkout/checkout.css";
import "./account.css";

/** The customer's own page, and the way in. */
export function AccountPage() {
  usePageHead({ title: "Your account", noIndex: true });
  const { query, route } = useLocation();
  const [error, setError] = useState<unknown>();
  const [isKnown, setKnown] = useState(session.value !== undefined);
  const then = safePath(query["then"]);
  const user = session.value?.user;
  useEffect(() => {
    // Asked in any case: somebody may have logged in elsewhere, to the panel for example, without this browser's note of it.
    askSession().then(() => setKnown(true), setError);
  }, []);
  useEffect(() => {
    // Whoever was sent here to log in goes on where they came from.
    if (user && then !== undefined) route(then, true);
  }, [user, then, route]);
  if (error !== undefined) {
    return (
      <div class="page">
        <ProblemNotice error={error} />
      </div>
    );
  }
  if (!isKnown || (user && then !== undefined)) {
    return (
      <div class="page stack" aria-busy="true">
        <Skeleton width="16rem" height="2.2rem" />
        <Skeleton height="16rem" />
      </div>
    );
  }
  return user ? <Account user={user} tab={query["tab"]} /> : <SignIn />;
}

/** Only a path of the shop itself: an address may have been made by anybody. */
function safePath(path: string | undefined): string | undefined {
  return path !== undefined && /^\/(?![/\\])[!-~]*$/.test(path) ? path : undefined;
}
