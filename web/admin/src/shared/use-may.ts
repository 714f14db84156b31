import { usePermissions } from "react-admin";
import type { Permission } from "../api/session.ts";

/** Whether whoever is logged in may do something; false until it is known. */
export function useMay(permission: Permission): boolean {
  const { permissions } = usePermissions<readonly Permission[]>();
  return permissions?.includes(permission) ?? false;
}
