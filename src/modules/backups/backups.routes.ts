import { z } from "@hono/zod-openapi";
import { defineRoute, etagOf, permission } from "../../platform/http/index.ts";
import { idParams } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery, nextPageLink, pageSchema } from "../../platform/pagination.ts";
import type { BackupRow } from "./backup.ts";
import { backupInProgress } from "./backups.errors.ts";
import { backupExample, backupSchema } from "./backups.schema.ts";
import { backupView } from "./backups.view.ts";
import { getBackup, listBackups } from "./list-backups.ts";
import { startBackup } from "./start-backup.ts";

const common = { tag: "Operations", access: permission("system:admin") } as const;

function reply(backup: BackupRow) {
  return { body: backupView(backup), etag: etagOf(backup.version) };
}

const listRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/ops/backups",
  operationId: "listBackups",
  summary: "List the dumps of the database, the newest first",
  query: z.object({ limit: limitQuery, cursor: cursorQuery }),
  success: [
    {
      status: 200,
      description: "A page of backups",
      schema: pageSchema(backupSchema),
      example: { data: [backupExample], pagination: { limit: 20, next_cursor: null, has_more: false } },
      headers: { Link: "The next page" },
    },
  ],
  handler: async ({ ctx, query, request }) => {
    const { rows, pagination } = await listBackups(ctx, query);
    return {
      body: { data: rows.map(backupView), pagination },
      headers: nextPageLink(request.url, pagination),
    };
  },
});

const startRoute = defineRoute({
  ...common,
  method: "post",
  path: "/api/v1/ops/backups",
  operationId: "startBackup",
  summary: "Dump the database now",
  description:
    "A job begins within a minute and works in the background; the shop goes on selling meanwhile.",
  success: [
    {
      status: 202,
      description: "The backup, which has been queued",
      schema: backupSchema,
      example: {
        ...backupExample,
        reason: "manual",
        status: "queued",
        rows: 0,
        bytes: 0,
        tables: [],
        version: 1,
      },
      headers: { Location: "Where the backup tells how far it is" },
    },
  ],
  errors: [backupInProgress],
  handler: async ({ ctx }) => {
    const backup = await startBackup(ctx);
    return { ...reply(backup), status: 202, headers: { Location: `/api/v1/ops/backups/${backup.id}` } };
  },
});

const getRoute = defineRoute({
  ...common,
  method: "get",
  path: "/api/v1/ops/backups/{id}",
  operationId: "getBackup",
  summary: "Read how far a dump is, or what it holds",
  params: idParams,
  success: [{ status: 200, description: "The backup", schema: backupSchema, example: backupExample }],
  handler: async ({ ctx, params }) => reply(await getBackup(ctx, params.id)),
});

export const backupRoutes = [listRoute, startRoute, getRoute] as const;
