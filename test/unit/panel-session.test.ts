import { afterEach, beforeEach, expect, it, vi } from "vitest";

// The panel's pages ask for paths of their own origin, which only browsers know.
class PageRequest extends Request {
  constructor(input: RequestInfo | URL, init?: RequestInit) {
    super(typeof input === "string" ? new URL(input, "https://shop.example.com") : input, init);
  }
}

let loggedIn: string | undefined;

beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal("Request", PageRequest);
  vi.stubGlobal("fetch", async (request: Request) => {
    if (loggedIn === undefined) return Response.json({ code: "auth.required" }, { status: 401 });
    const user = { id: loggedIn };
    const isSession = request.url.endsWith("/auth/session");
    return Response.json(isSession ? { user, csrf_token: `csrf of ${loggedIn}` } : { user, permissions: [] });
  });
});

afterEach(() => vi.unstubAllGlobals());

it("a page of the panel uses nobody's session but that of who logged in to it", async () => {
  const { csrfToken, forgetStaff, forgetUser } = await import("../../web/admin/src/api/session.ts");
  loggedIn = undefined;
  expect(await csrfToken()).toBeUndefined();
  forgetStaff();
  loggedIn = "ada";
  expect(await csrfToken()).toBe("csrf of ada");
  // In another tab of the browser, with the same cookie.
  loggedIn = "grace";
  forgetStaff();
  expect(await csrfToken()).toBeUndefined();
  forgetStaff();
  expect(await csrfToken()).toBeUndefined();
  // Logged out here, and in again.
  forgetUser();
  expect(await csrfToken()).toBe("csrf of grace");
});

it("a change that cannot look at what it changes says why, not that somebody else was faster", async () => {
  vi.stubGlobal("location", { origin: "https://shop.example.com" });
  const problem = { code: "resource.not_found", detail: "There is no such order.", status: 404 };
  let answer = Response.json(problem, { status: 404 });
  vi.stubGlobal("fetch", async () => answer);
  const { ifSeen } = await import("../../web/admin/src/orders/parts/if-seen.ts");
  await expect(ifSeen("/api/v1/orders/1", { version: 3 })).rejects.toThrow("There is no such order.");
  answer = Response.json({ version: 4 }, { headers: { ETag: '"4-a"' } });
  await expect(ifSeen("/api/v1/orders/1", { version: 3 })).rejects.toThrow("Somebody else has changed it");
  answer = Response.json({ version: 3 }, { headers: { ETag: '"3-a"' } });
  expect(await ifSeen("/api/v1/orders/1", { version: 3 })).toEqual({ "If-Match": '"3-a"' });
});
