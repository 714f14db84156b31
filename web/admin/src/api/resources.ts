import type { Permission } from "./session.ts";

/** How the data provider speaks with the API about a resource of the panel. */
export interface ResourceApi {
  /** Where it is listed. */
  list: string;
  /** Where one is read, if not below the list. */
  one?: string;
  /** Where one is created, changed and deleted, if not below the list. */
  write?: string;
  /** What changes one (default PATCH). */
  update?: "PATCH" | "PUT";
  /** The field that names one (default id). */
  key?: string;
  /** What react-admin calls a filter, and what the API calls it. */
  filters?: Record<string, string>;
  /** Fields that lists may be sorted by; none: the API's own order. */
  sortable?: readonly string[];
  /** What one has to be allowed to see it. */
  permission: Permission;
}

/** Everything that the panel shows as lists, by its name in react-admin. */
export const RESOURCES = {
  orders: { list: "/api/v1/orders", sortable: ["created_at"], permission: "order:manage" },
  "draft-orders": { list: "/api/v1/draft-orders", permission: "order:manage" },
  returns: { list: "/api/v1/returns", sortable: ["created_at"], permission: "order:manage" },
  fulfillments: { list: "/api/v1/fulfillments", sortable: ["created_at"], permission: "order:manage" },
  payments: { list: "/api/v1/payments", sortable: ["created_at"], permission: "order:manage" },
  products: {
    list: "/api/v1/admin/products",
    one: "/api/v1/admin/products",
    write: "/api/v1/products",
    sortable: ["created_at", "updated_at", "name"],
    permission: "product:manage",
  },
  categories: { list: "/api/v1/categories", permission: "product:manage" },
  media: { list: "/api/v1/media", sortable: ["created_at"], permission: "media:manage" },
  transfers: { list: "/api/v1/jobs", sortable: ["created_at"], permission: "product:manage" },
  inventory: { list: "/api/v1/inventory", key: "variant_id", permission: "inventory:manage" },
  locations: { list: "/api/v1/inventory/locations", permission: "inventory:manage" },
  "stock-movements": {
    list: "/api/v1/inventory/movements",
    sortable: ["created_at"],
    permission: "inventory:manage",
  },
  "stock-reservations": { list: "/api/v1/inventory/reservations", permission: "inventory:manage" },
  "stock-checks": { list: "/api/v1/inventory/checks", permission: "inventory:manage" },
  customers: { list: "/api/v1/customers", sortable: ["created_at"], permission: "order:manage" },
  users: { list: "/api/v1/users", sortable: ["created_at"], permission: "user:manage" },
  "api-keys": { list: "/api/v1/auth/api-keys", permission: "apikey:manage" },
  "webhook-endpoints": { list: "/api/v1/webhooks/endpoints", permission: "system:admin" },
  "webhook-deliveries": { list: "/api/v1/webhooks/deliveries", permission: "system:admin" },
  mails: { list: "/api/v1/notifications", permission: "order:manage" },
  suppressions: { list: "/api/v1/notifications/suppressions", permission: "order:manage" },
  jobs: { list: "/api/v1/ops/jobs", key: "name", permission: "system:admin" },
  "dead-letters": { list: "/api/v1/ops/dead-letters", permission: "system:admin" },
  backups: { list: "/api/v1/ops/backups", permission: "system:admin" },
  flags: { list: "/api/v1/ops/flags", key: "name", update: "PUT", permission: "system:admin" },
  audit: { list: "/api/v1/audit", sortable: ["seq"], permission: "audit:read" },
  "shipping-zones": { list: "/api/v1/shipping/zones", update: "PUT", permission: "order:manage" },
  "tax-rates": { list: "/api/v1/tax/rates", update: "PUT", permission: "order:manage" },
  "tax-settings": { list: "/api/v1/tax/settings", key: "country", update: "PUT", permission: "order:manage" },
} as const satisfies Record<string, ResourceApi>;

export type ResourceName = keyof typeof RESOURCES;

/** @throws when the panel asks for what it does not know */
export function apiOf(resource: string): ResourceApi {
  const api = (RESOURCES as Record<string, ResourceApi>)[resource];
  if (!api) throw new Error(`The panel has no resource named ${resource}.`);
  return api;
}
