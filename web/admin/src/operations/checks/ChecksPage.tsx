import { PlainPage } from "../../shared/PlainPage.tsx";
import { InvariantsSection } from "./InvariantsSection.tsx";
import { SearchSection } from "./SearchSection.tsx";

/** Whether the books are right, and the catalog that shoppers see is whole. */
export default function ChecksPage() {
  return (
    <PlainPage title="Checks">
      <InvariantsSection />
      <SearchSection />
    </PlainPage>
  );
}
