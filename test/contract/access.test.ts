import { describe, expect, it, vi } from "vitest";
import { PERMISSIONS, type Permission } from "../../src/platform/auth.ts";
import { routes } from "../../src/registry.ts";
import { env } from "cloudflare:workers";
import { newApiKey } from "../../src/modules/identity/index.ts";
import { api, asStaff } from "../support/api.ts";

const GUEST_PERMISSIONS: readonly Permission[] = ["catalog:read", "cart:manage", "order:create"];

/** A path with every parameter filled with an id that belongs to nothing. */
function concrete(path: string): string {
  return path.replaceAll(/\{\w+\}/g, "01900000-0000-7000-8000-00000000dead");
}

describe("every route of the API", () => {
  it("declares who may call it", () => {
    for (const route of routes) {
      expect(route.access, `${route.method} ${route.path}`).toBeDefined();
      expect(["public", "permission", "capability", "signature"]).toContain(route.access?.kind);
    }
  });

  it("has an operationId of its own, and no two share method and path", () => {
    expect(new Set(routes.map((route) => route.operationId)).size).toBe(routes.length);
    expect(new Set(routes.map((route) => `${route.method} ${route.path}`)).size).toBe(routes.length);
  });
});

const guarded = routes.filter((route) => route.access?.kind === "permission");

describe.each(guarded.map((route) => ({ route, name: `${route.method.toUpperCase()} ${route.path}` })))(
  "$name",
  ({ route }) => {
    const permission = route.access?.kind === "permission" ? route.access.permission : undefined;
    const method = route.method.toUpperCase();
    const path = concrete(route.path);

    it(`refuses who lacks ${permission}, before looking at the request`, async () => {
      if (permission === undefined) throw new Error("unreachable");
      const others = PERMISSIONS.filter((candidate) => candidate !== permission);
      const key = await api(method, path, { headers: await asStaff(others) });
      expect(key.status).toBe(403);
      expect(key.body).toMatchObject({ code: "auth.forbidden", permission });
      const guest = await api(method, path);
      if (GUEST_PERMISSIONS.includes(permission)) expect([401, 403]).not.toContain(guest.status);
      else expect(guest).toMatchObject({ status: 401, body: { code: "auth.required" } });
    });

    it(`lets ${permission} in`, async () => {
      if (permission === undefined) throw new Error("unreachable");
      const answer = await api(method, path, { headers: await asStaff([permission]) });
      expect([401, 403]).not.toContain(answer.status);
      expect(answer.status).toBeLessThan(500);
    });

    it.each([
      ["an unknown key", `Bearer ek_${"A".repeat(43)}`],
      ["a malformed key", "Bearer nonsense"],
      ["another scheme", "Basic dXNlcjpwYXNz"],
    ])("refuses %s", async (_, authorization) => {
      const answer = await api(method, path, { headers: { Authorization: authorization } });
      expect(answer).toMatchObject({ status: 401, body: { code: "auth.invalid_credentials" } });
      expect(answer.headers.get("WWW-Authenticate")).toContain("Bearer");
    });
  },
);

describe("an API key", () => {
  it("that is expired or revoked opens nothing", async () => {
    for (const column of ["expires_at", "revoked_at"] as const) {
      const { key, row } = await newApiKey("gone", [...PERMISSIONS], new Date());
      await env.DB.prepare(
        `INSERT INTO api_keys (id, name, prefix, secret_hash, scopes, created_at, ${column}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
        .bind(
          row.id,
          row.name,
          row.prefix,
          row.secretHash,
          JSON.stringify(row.scopes),
          row.createdAt,
          "2026-01-01T00:00:00.000Z",
        )
        .run();
      const answer = await api("GET", "/api/v1/orders", { headers: { Authorization: `Bearer ${key}` } });
      expect(answer).toMatchObject({ status: 401, body: { code: "auth.invalid_credentials" } });
    }
  });

  it("that is revoked while in constant use stops working within seconds", async () => {
    const headers = await asStaff(["order:manage", "audit:read"]);
    expect((await api("GET", "/api/v1/orders", { headers })).status).toBe(200);
    await env.DB.prepare("UPDATE api_keys SET revoked_at = '2026-01-01T00:00:00.000Z' WHERE scopes = ?")
      .bind('["order:manage","audit:read"]')
      .run();
    const started = Date.now();
    const statuses: number[] = [];
    for (let seconds = 4; seconds <= 16; seconds += 4) {
      vi.spyOn(Date, "now").mockReturnValue(started + seconds * 1000);
      statuses.push((await api("GET", "/api/v1/orders", { headers })).status);
    }
    vi.restoreAllMocks();
    expect(statuses).toEqual([200, 200, 401, 401]);
  });
});
