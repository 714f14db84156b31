import type { AuthProvider } from "react-admin";
import { ApiProblem, dataOf } from "../../../../client/index.ts";
import { client } from "./client.ts";
import { AREAS } from "../areas.ts";
import { RESOURCES } from "./resources.ts";
import { currentStaff, forgetStaff, type Permission, plainClient } from "./session.ts";

/** What a login in the panel asks for; `totp` once the API has said that it wants a code. */
export interface Credentials {
  email: string;
  password: string;
  totp?: string;
}

/** Who may see anything here: whoever manages something of the shop. */
function isStaff(permissions: readonly Permission[]): boolean {
  return permissions.includes("order:manage");
}

/** The browser's session as react-admin sees it. What it hides the API refuses, too. */
export const authProvider: AuthProvider = {
  async login(credentials: Credentials) {
    await dataOf(plainClient.POST("/api/v1/auth/session", { body: credentials }));
    forgetStaff();
    const staff = await currentStaff();
    if (staff && (isStaff(staff.me.permissions) || staff.me.must_enrol_second_factor)) return;
    await authProvider.logout({});
    throw new Error("This account has no access to the admin panel.");
  },

  async logout() {
    await dataOf(client.DELETE("/api/v1/auth/session")).catch(() => undefined);
    forgetStaff();
  },

  async checkAuth() {
    const staff = await currentStaff();
    if (!staff) throw new Error("Please log in.");
    if (!isStaff(staff.me.permissions) && !staff.me.must_enrol_second_factor) {
      throw new Error("This account has no access to the admin panel.");
    }
  },

  async checkError(error: unknown) {
    if (!(error instanceof ApiProblem) || error.status !== 401) return;
    forgetStaff();
    throw error;
  },

  async getIdentity() {
    const user = (await currentStaff())?.session.user;
    if (!user) throw new Error("Please log in.");
    return { id: user.id, fullName: `${user.first_name} ${user.last_name}`.trim() || user.email };
  },

  async getPermissions() {
    return (await currentStaff())?.me.permissions ?? [];
  },

  async canAccess({ resource }) {
    const permission = permissionFor(resource);
    return permission === undefined || ((await currentStaff())?.me.permissions.includes(permission) ?? false);
  },
};

/** What a resource or page of the panel needs; undefined for what all staff may see. */
function permissionFor(resource: string): Permission | undefined {
  if (resource in RESOURCES) return RESOURCES[resource as keyof typeof RESOURCES].permission;
  return AREAS.flatMap(({ pages = [] }) => pages).find(({ path }) => path === resource)?.permission;
}
