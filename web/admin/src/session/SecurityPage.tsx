import { PlainPage } from "../shared/PlainPage.tsx";
import { LoginsSection } from "./LoginsSection.tsx";
import { PasswordSection } from "./PasswordSection.tsx";
import { SecondFactorSection } from "./SecondFactorSection.tsx";

/** What everybody looks after themselves: password, second factor, where they are logged in. */
export default function SecurityPage() {
  return (
    <PlainPage title="Security">
      <PasswordSection />
      <SecondFactorSection />
      <LoginsSection />
    </PlainPage>
  );
}
