import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import type { Permission } from "../../api/session.ts";
import { useRead } from "../../shared/use-read.ts";

export type Role = Schema<"User">["role"];

/** From the least to the most powerful. */
export const USER_ROLES = ["customer", "staff", "admin", "superuser"] as const satisfies readonly Role[];

/** How much a role may: of two roles the one with the higher rank may more. */
export function rankOf(role: Role): number {
  return USER_ROLES.indexOf(role);
}

/** What each permission allows, in words. */
export const PERMISSION_WORDS: Readonly<Record<Permission, string>> = {
  "catalog:read": "See the catalog",
  "cart:manage": "Fill a cart of one's own",
  "order:create": "Place orders",
  "order:manage": "Orders, payments, returns, customers, mails",
  "product:manage": "Products, categories, import and export",
  "inventory:manage": "Stock and locations",
  "media:manage": "Pictures and files",
  "user:manage": "Accounts and their roles",
  "apikey:manage": "API keys",
  "audit:read": "The audit log",
  "system:admin": "Settings, webhooks, jobs, dead letters, backups",
};

/** The roles and what each may do. */
export function useRoles() {
  return useRead(["roles"], (signal) => dataOf(client.GET("/api/v1/auth/roles", { signal })));
}
