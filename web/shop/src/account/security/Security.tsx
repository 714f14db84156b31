import { ChangePassword } from "./ChangePassword.tsx";
import { Logins } from "./Logins.tsx";
import { SecondFactor } from "./SecondFactor.tsx";

/** What keeps the account its owner's. */
export function Security() {
  return (
    <>
      <ChangePassword />
      <SecondFactor />
      <Logins />
    </>
  );
}
