import type { AuthProvider } from "react-admin";
import { ApiProblem, dataOf } from "../../../../client/index.ts";
import { AREAS } from "../areas.ts";
import { client } from "./client.ts";
import { RESOURCES } from "./resources.ts";
import {
  currentStaff,
  forgetStaff,
  forgetUser,
  type Permission,
  plainClient,
  SESSION_ENDED,
  setFarewell,
  type Staff,
} from "./session.ts";

/** What a login in the panel asks for; `totp` once the API has said that it wants a code. */
export interface Credentials {
  email: string;
  password: string;
  totp?: string;
}

const NOT_STAFF = "This account has no access to the admin panel.";

/** Who may see anything here: whoever manages something of the shop, or will once a second factor is set up. */
function isStaff({ me }: Staff): boolean {
  return me.permissions.includes("order:manage") || me.must_enrol_second_factor;
}

let ending: Promise<void> | undefined;

/** The browser's session as react-admin sees it. What it hides the API refuses, too. */
export const authProvider: AuthProvider = {
  async login(credentials: Credentials) {
    await dataOf(plainClient.POST("/api/v1/auth/session", { body: credentials }));
    forgetUser();
    const staff = await currentStaff();
    if (staff && isStaff(staff)) {
      setFarewell(undefined);
      return;
    }
    await endSession();
    throw new Error(NOT_STAFF);
  },

  /** Several requests may find out at once that the session has ended: it ends once, and all lead to the same page. */
  async logout() {
    ending ??= endSession().finally(() => (ending = undefined));
    return ending;
  },

  async checkAuth() {
    const staff = await currentStaff().catch(unlessRefused);
    if (staff === undefined) throw new Error("Please log in.");
    if (staff !== "unknown" && !isStaff(staff)) {
      setFarewell(NOT_STAFF);
      throw new Error(NOT_STAFF);
    }
  },

  async checkError(error: unknown) {
    if (!(error instanceof ApiProblem) || !saysNobodyIsLoggedIn(error)) return;
    setFarewell(SESSION_ENDED);
    throw error;
  },

  async getIdentity() {
    const user = (await currentStaff())?.session.user;
    if (!user) throw new Error("Please log in.");
    const fullName = `${user.first_name} ${user.last_name}`.trim() || user.email;
    return { id: user.id, fullName, email: user.email, role: user.role };
  },

  async getPermissions() {
    return (await currentStaff())?.me.permissions ?? [];
  },

  async canAccess({ resource }) {
    const permission = permissionFor(resource);
    return permission === undefined || ((await currentStaff())?.me.permissions.includes(permission) ?? false);
  },
};

/** Ends the session of who works on this page. Where the browser has somebody else's by now, that one stays. */
async function endSession(): Promise<void> {
  forgetStaff();
  const staff = await currentStaff().catch(() => undefined);
  if (staff) await dataOf(client.DELETE("/api/v1/auth/session")).catch(() => undefined);
  forgetUser();
}

function saysNobodyIsLoggedIn({ status, code }: ApiProblem): boolean {
  return status === 401 && (code === "auth.required" || code === "auth.invalid_credentials");
}

/** Without an answer nobody is sent away: the pages say that the shop cannot be reached. */
function unlessRefused(error: unknown): "unknown" | undefined {
  return error instanceof ApiProblem && error.status < 500 ? undefined : "unknown";
}

/** What a resource or page of the panel needs; undefined for what all staff may see. */
function permissionFor(resource: string): Permission | undefined {
  if (resource in RESOURCES) return RESOURCES[resource as keyof typeof RESOURCES].permission;
  return AREAS.flatMap(({ pages = [] }) => pages).find(({ path }) => path === resource)?.permission;
}
