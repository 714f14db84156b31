import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

interface Violation {
  rule: string;
  where: { target: string; html: string; why: string | undefined }[];
}

/** Fails when axe finds a serious or critical violation of WCAG 2.1 AA in the page as it is now. */
export async function checkA11y(page: Page): Promise<void> {
  expect(await graveViolations(page), `${page.url()} is not accessible`).toEqual([]);
}

/** The serious and critical ones, each with the first elements that it is about. */
export async function graveViolations(page: Page): Promise<Violation[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).withTags(STANDARDS);
  // Without looking into frames of other origins, of which the pages have none here, it takes a third of the time.
  const { violations } = await axe.setLegacyMode(true).analyze();
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return grave.map(({ id, help, nodes }) => ({
    rule: `${id}: ${help}`,
    where: nodes.slice(0, 5).map(({ target, failureSummary, html }) => ({
      target: target.join(" "),
      html: html.slice(0, 200),
      why: failureSummary?.split("\n").slice(1).join("; "),
    })),
  }));
}
