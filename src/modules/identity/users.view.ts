import type { UserRow } from "./users.repo.ts";
import type { User } from "./users.schema.ts";

/** The account as it is answered, to its owner and to administrators. */
export function userView(row: UserRow): User {
  return {
    id: row.id,
    email: row.email,
    ...(row.username === null ? {} : { username: row.username }),
    first_name: row.first_name,
    last_name: row.last_name,
    role: row.role,
    status: row.status,
    email_verified: row.email_verified_at !== null,
    second_factor: row.has_second_factor === 1,
    ...(row.last_login_at === null ? {} : { last_login_at: row.last_login_at }),
    created_at: row.created_at,
    updated_at: row.updated_at,
    version: row.version,
  };
}
