import type { ComponentType } from "preact";
import type { Session } from "../session-state.ts";
import { AccountNav } from "./AccountNav.tsx";
import { Addresses } from "./Addresses.tsx";
import { Orders } from "./Orders.tsx";
import { PaymentMethods } from "./PaymentMethods.tsx";
import { PersonalData } from "./PersonalData.tsx";
import { Profile } from "./Profile.tsx";
import { Security } from "./security/Security.tsx";
import { StepUpDialog } from "./security/StepUpDialog.tsx";
import { VerifyHint } from "./VerifyHint.tsx";

const TABS: { name: string; title: string; Content: ComponentType }[] = [
  { name: "orders", title: "Orders", Content: Orders },
  { name: "addresses", title: "Addresses", Content: Addresses },
  { name: "payment", title: "Payment methods", Content: PaymentMethods },
  { name: "profile", title: "Profile", Content: Profile },
  { name: "security", title: "Security", Content: Security },
  { name: "data", title: "Your data", Content: PersonalData },
];

/** The parts of the account; the address tells which. */
export function Account({ user, tab }: { user: Session["user"]; tab: string | undefined }) {
  const shown = TABS.find(({ name }) => name === tab) ?? TABS[0];
  return (
    <div class="page account">
      <h1>{user.first_name === "" ? "Your account" : `Hello, ${user.first_name}`}</h1>
      <AccountNav tabs={TABS} shown={shown?.name} />
      <div class="account-content stack">
        {!user.email_verified && <VerifyHint email={user.email} />}
        {shown && <shown.Content key={`${user.id} ${shown.name}`} />}
      </div>
      <StepUpDialog />
    </div>
  );
}
