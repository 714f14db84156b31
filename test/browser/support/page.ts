import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { inject, onTestFinished } from "vitest";
import { inProject } from "../../../scripts/lib/paths.ts";
import { watchContract } from "./contract.ts";
import { shopUrl } from "./shop.ts";

export const DESKTOP = { width: 1360, height: 900 };
export const PHONE = { width: 390, height: 844 };

export interface PageOptions {
  /** Default DESKTOP. */
  viewport?: { width: number; height: number };
  /** Default light. */
  colorScheme?: "light" | "dark";
  /** Statuses from 400 on that the test provokes: `[409, 412]`. Any other one fails the test. */
  expects?: readonly number[];
  /** Texts that the test provokes on the console. Any other error fails the test. */
  expectsErrors?: readonly RegExp[];
}

/** What a test may do in one step before it is said to hang. */
const STEP_TIMEOUT_MS = 30_000;

let browser: Promise<Browser> | undefined;

/**
 * A page in a context of its own; paths are the shop's: `page.goto("/admin/orders")`. At its end the test fails when there were
 * errors in the page or on its console (violations of the Content-Security-Policy among them), or answers that it did not expect.
 * A test that fails leaves a picture in .local/browser-failures.
 */
export async function openPage(options: PageOptions = {}): Promise<Page> {
  browser ??= chromium.connect(inject("browserEndpoint"));
  const context = await (await browser).newContext(contextOptions(options));
  context.setDefaultTimeout(STEP_TIMEOUT_MS);
  const page = await context.newPage();
  const surprises = watch(page, options);
  const contract = watchContract(page);
  onTestFinished(async ({ task }) => {
    surprises.push(...(await contract()));
    if (task.result?.state === "fail" || surprises.length > 0) await picture(page, task.name);
    await context.close();
    if (surprises.length > 0) throw new Error(`in the browser:\n${surprises.join("\n")}`);
  });
  return page;
}

function contextOptions({ viewport = DESKTOP, colorScheme = "light" }: PageOptions): BrowserContextOptions {
  const isPhone = viewport.width < 600;
  return {
    baseURL: shopUrl,
    viewport,
    colorScheme,
    reducedMotion: "reduce",
    locale: "en-US",
    timezoneId: "Europe/Berlin",
    hasTouch: isPhone,
    isMobile: isPhone,
  };
}

/** Collects what no test should see. The list grows while the page lives. */
function watch(page: Page, { expects = [], expectsErrors = [] }: PageOptions): string[] {
  const surprises: string[] = [];
  const isExpected = (text: string) => expectsErrors.some((pattern) => pattern.test(text));
  page.on("pageerror", (error) => {
    if (!isExpected(error.message)) surprises.push(`error: ${error.stack ?? error.message}`);
  });
  page.on("console", (message) => {
    const text = message.text();
    // A refused request is told as an answer, with its status, below.
    if (message.type() !== "error" || text.startsWith("Failed to load resource")) return;
    if (!isExpected(text)) surprises.push(`console: ${text}`);
  });
  page.on("response", (response) => {
    const status = response.status();
    if (status < 400 || expects.includes(status) || saysNobodyIsLoggedIn(response.url(), status)) return;
    surprises.push(`${status}: ${response.request().method()} ${response.url()}`);
  });
  return surprises;
}

/** The answer to "who is logged in?" */
function saysNobodyIsLoggedIn(url: string, status: number): boolean {
  return [401, 404].includes(status) && new URL(url).pathname === "/api/v1/auth/session";
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = inProject(".local/browser-failures");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name.replaceAll(/[^\w]+/g, "-").slice(0, 80)}.png`);
  await page.screenshot({ path: file, fullPage: true }).catch(() => undefined);
}
