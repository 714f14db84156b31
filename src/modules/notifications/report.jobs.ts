import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Job } from "../../platform/jobs.ts";
import { addDays, localDay } from "../analytics/index.ts";
import { sendMails } from "./mail-subscribers.ts";
import type { MailTemplate } from "./mail-template.ts";
import { dailyReport, lowStockDigest, opsDigest, weeklyReport } from "./report-mails.ts";

// Each mail goes to an address once a period, whatever runs again: the period is part of its key. A shop that had no reports
// before gets the first at its time, not with the deployment.

/** Sends a report for a period, and says to how many addresses. */
async function send(ctx: Ctx, template: MailTemplate, id: string, payload: unknown): Promise<string> {
  const event = { id: `${template.name}:${id}`, payload, occurred_at: isoTime(ctx.now()) };
  return `${await sendMails(ctx, [template], event)} addresses told`;
}

const HOUR_SECONDS = 60 * 60;

/** The day before the shop's day on which it was 06:00 UTC last: a run that comes late, after midnight, is still for the same day. */
function yesterday(ctx: Ctx): string {
  const due = addSeconds(ctx.now(), -6 * HOUR_SECONDS);
  due.setUTCHours(6, 0, 0, 0);
  return addDays(localDay(due, ctx.config.SHOP_TIME_ZONE), -1);
}

const today = (ctx: Ctx) => isoTime(ctx.now()).slice(0, 10);

export const reportJobs: readonly Job[] = [
  {
    name: "notifications.ops-digest",
    description: "Mails staff which alerts, dead letters and failing jobs wait for somebody",
    schedule: { dailyAt: "05:30", firstAtItsTime: true },
    leaseSeconds: 120,
    run: (ctx) => send(ctx, opsDigest, today(ctx), {}),
  },
  {
    name: "notifications.low-stock-digest",
    description: "Mails staff which variants are below their threshold",
    schedule: { dailyAt: "05:40", firstAtItsTime: true },
    leaseSeconds: 120,
    run: (ctx) => send(ctx, lowStockDigest, today(ctx), {}),
  },
  {
    name: "notifications.daily-report",
    description: "Mails staff what was sold yesterday",
    schedule: { dailyAt: "06:00", firstAtItsTime: true },
    leaseSeconds: 120,
    run: (ctx) => {
      const day = yesterday(ctx);
      return send(ctx, dailyReport, day, { from: day, to: day });
    },
  },
  {
    name: "notifications.weekly-report",
    description: "Mails staff what was sold last week, from Monday to Sunday",
    // At noon, when it is Monday everywhere.
    schedule: { weeklyOn: 1, at: "12:00", firstAtItsTime: true },
    leaseSeconds: 120,
    run: (ctx) => {
      const day = localDay(ctx.now(), ctx.config.SHOP_TIME_ZONE);
      const monday = addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
      const from = addDays(monday, -7);
      return send(ctx, weeklyReport, from, { from, to: addDays(from, 6) });
    },
  },
];
