import { Typography } from "@mui/material";
import { useGetList } from "react-admin";
import { useParams } from "react-router-dom";
import { Facts } from "../../shared/Facts.tsx";
import { Loaded } from "../../shared/Loaded.tsx";
import { PlainPage } from "../../shared/PlainPage.tsx";
import { Section } from "../../shared/Section.tsx";
import { Time } from "../../shared/Time.tsx";
import { CheckNow } from "./CheckNow.tsx";
import type { StockCheck } from "./finding.ts";
import { FindingTable } from "./FindingTable.tsx";

/** One report. The API lists reports only; it keeps them for 90 days, one a night. */
export default function CheckPage() {
  const { id } = useParams();
  const query = useGetList<StockCheck>("stock-checks", { pagination: { page: 1, perPage: 100 } });
  return (
    <PlainPage
      title="Stock check"
      intro="What is counted, what the ledger adds up to, and what orders hold are compared every night."
      actions={<CheckNow />}
    >
      <Loaded<StockCheck[]> query={query} height={240}>
        {(checks) => <Report check={checks.find((check) => check.id === id)} />}
      </Loaded>
    </PlainPage>
  );
}

function Report({ check }: { check: StockCheck | undefined }) {
  if (!check) return <Typography>There is no such report any more.</Typography>;
  const { findings, breaches, levels } = check;
  return (
    <Section title={breaches === 0 ? "All is well" : "Findings"}>
      <Facts
        items={[
          ["Finished", <Time key="time" at={check.finished_at} />],
          ["Levels looked at", levels.toLocaleString()],
          [
            "Findings",
            breaches > findings.length ? `${breaches.toLocaleString()}, the first 100 below` : breaches,
          ],
        ]}
      />
      {findings.length > 0 && <FindingTable findings={findings} />}
    </Section>
  );
}
