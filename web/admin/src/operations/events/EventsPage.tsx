import { DialogButton } from "../../shared/DialogButton.tsx";
import { PlainPage } from "../../shared/PlainPage.tsx";
import { Section } from "../../shared/Section.tsx";
import { BacklogSection } from "./BacklogSection.tsx";
import { CreateReplayDialog } from "./CreateReplayDialog.tsx";
import { ReplayTable } from "./ReplayTable.tsx";

/** How events get to those who hear them: what waits, and handing some of the past over again. */
export default function EventsPage() {
  return (
    <PlainPage title="Events">
      <BacklogSection />
      <Section
        title="Replays"
        intro="Hands events of the last 30 days to one subscriber that has not processed them."
        actions={
          <DialogButton label="New replay" variant="contained">
            {(close) => <CreateReplayDialog onClose={close} />}
          </DialogButton>
        }
      >
        <ReplayTable />
      </Section>
    </PlainPage>
  );
}
