import { useCallback, useState } from "preact/hooks";
import { client, dataOf, idempotencyKey, type Schema } from "../../api.ts";
import { askSession, session } from "../../session-state.ts";
import { Button } from "../../ui/Button.tsx";
import { ProblemNotice } from "../../ui/Notice.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { useAction } from "../use-action.ts";
import { useRead } from "../use-read.ts";
import { EnrolSecondFactor } from "./EnrolSecondFactor.tsx";
import { RecoveryCodes } from "./RecoveryCodes.tsx";
import { withPresence } from "./with-presence.ts";

/** A code of an authenticator app at every login: setting it up, its recovery codes, taking it away. */
export function SecondFactor() {
  const { value, error, again } = useRead(readFactor);
  const [enrolment, setEnrolment] = useState<Schema<"SecondFactorEnrolment">>();
  const [codes, setCodes] = useState<string[]>();
  const isVerified = session.value?.user.email_verified ?? false;
  const begin = useAction(
    useCallback(async () => {
      const params = { header: { "Idempotency-Key": idempotencyKey() } };
      setEnrolment(await withPresence(() => dataOf(client.POST("/api/v1/auth/totp", { params }))));
    }, []),
  );
  const enrolled = useCallback(
    async (given: string[]) => {
      setCodes(given);
      setEnrolment(undefined);
      await Promise.all([again(), askSession()]);
    },
    [again],
  );
  return (
    <section aria-labelledby="second-factor" class="stack">
      <h2 id="second-factor">Second factor</h2>
      {error !== undefined && <ProblemNotice error={error} />}
      {!value && error === undefined && <Skeleton height="5rem" />}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(undefined)} />}
      {value?.enabled === false && !enrolment && (
        <>
          <p>
            Off. With it, logging in asks for a code of your authenticator app, so that a password alone opens
            nothing.
          </p>
          <div>
            <Button tone="secondary" onClick={begin.run} busy={begin.isBusy} disabled={!isVerified}>
              Set up a second factor
            </Button>
            {!isVerified && <p class="muted">Confirm your email address first: it is the way back in.</p>}
          </div>
        </>
      )}
      {begin.error !== undefined && <ProblemNotice error={begin.error} />}
      {enrolment && (
        <EnrolSecondFactor enrolment={enrolment} onDone={enrolled} onClose={() => setEnrolment(undefined)} />
      )}
      {value?.enabled && <Enabled factor={value} onCodes={setCodes} onChange={again} />}
    </section>
  );
}

function Enabled({
  factor,
  onCodes,
  onChange,
}: {
  factor: Schema<"SecondFactor">;
  onCodes: (codes: string[]) => void;
  onChange: () => Promise<void>;
}) {
  const renew = useAction(async () => {
    const params = { header: { "Idempotency-Key": idempotencyKey() } };
    const renewed = await withPresence(() =>
      dataOf(client.POST("/api/v1/auth/totp/recovery-codes", { params })),
    );
    if (!renewed) return;
    onCodes(renewed.recovery_codes);
    await onChange();
  });
  const remove = useAction(async () => {
    await withPresence(async () => dataOf(client.DELETE("/api/v1/auth/totp")));
    await Promise.all([onChange(), askSession()]);
  });
  const error = renew.error ?? remove.error;
  return (
    <>
      <p>On. Recovery codes left: {factor.recovery_codes_left}.</p>
      {error !== undefined && <ProblemNotice error={error} />}
      <div class="cluster">
        <Button tone="secondary" onClick={renew.run} busy={renew.isBusy}>
          New recovery codes
        </Button>
        <Button tone="danger" onClick={remove.run} busy={remove.isBusy}>
          Remove the second factor
        </Button>
      </div>
    </>
  );
}

function readFactor(): Promise<Schema<"SecondFactor">> {
  return dataOf(client.GET("/api/v1/auth/totp"));
}
