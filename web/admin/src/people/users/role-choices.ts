import { inWords } from "../../shared/format.ts";
import { rankOf, type Role, USER_ROLES } from "../roles/roles.ts";

/** The roles that somebody of a role can give away; the others are there, disabled, and say why. */
export function roleChoices(mine: Role) {
  return USER_ROLES.map((role) => {
    const isTooHigh = rankOf(role) > rankOf(mine);
    return {
      id: role,
      name: isTooHigh ? `${inWords(role)} (above your own role)` : inWords(role),
      disabled: isTooHigh,
    };
  });
}
