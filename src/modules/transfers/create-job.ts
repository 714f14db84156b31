import { actorId } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { ACTOR_LOST, actorInForceStmts } from "../identity/index.ts";
import type { JobInput, JobKind, JobRow } from "./job.ts";
import { insertJobStmt } from "./jobs.repo.ts";
import { jobContinue } from "./transfers.events.ts";

interface NewJob {
  id: string;
  kind: JobKind;
  input: JobInput;
  plan?: unknown;
  total?: number;
}

/**
 * Writes the job down and has the queue begin with it.
 * @throws auth.invalid_credentials when whoever asks for it has lost their power since it was checked
 */
export async function createJob(ctx: Ctx, { id, kind, input, plan = {}, total }: NewJob): Promise<JobRow> {
  const now = isoTime(ctx.now());
  const job: JobRow = {
    id,
    kind,
    status: "queued",
    input,
    result: {},
    error_code: null,
    error_message: null,
    total: total ?? null,
    done: 0,
    failed: 0,
    attempts: 0,
    lease_until: null,
    created_by_kind: ctx.actor.kind,
    created_by: actorId(ctx.actor),
    created_at: now,
    started_at: null,
    finished_at: null,
    updated_at: now,
    version: 1,
  };
  await commit(ctx, {
    statements: [
      // The upload of a file may have taken long.
      ...actorInForceStmts(ctx),
      insertJobStmt({
        id,
        kind,
        status: "queued",
        input,
        plan,
        total: job.total,
        createdByKind: job.created_by_kind,
        createdBy: job.created_by,
        createdAt: now,
        updatedAt: now,
      }),
    ],
    audit: { action: "job.create", entity: "job", entityId: id, after: { kind, input } },
    events: [jobContinue({ job_id: id })],
    constraints: ACTOR_LOST,
  });
  return job;
}
