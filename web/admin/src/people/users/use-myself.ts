import { currentStaff } from "../../api/session.ts";
import { useRead } from "../../shared/use-read.ts";
import type { Role } from "../roles/roles.ts";

/** Who is logged in: nobody gives or takes a role above their own. */
export function useMyself(): { id: string; role: Role } | undefined {
  const { data } = useRead(["myself"], async () => {
    const user = (await currentStaff())?.me.user;
    return user ? { id: user.id, role: user.role } : null;
  });
  return data ?? undefined;
}
