import { Button, Link } from "@mui/material";
import { useNotify } from "react-admin";
import { Facts } from "../../shared/Facts.tsx";
import { formatBytes } from "../../shared/format-bytes.ts";
import { Section } from "../../shared/Section.tsx";
import { Time } from "../../shared/Time.tsx";
import { kindOf, type Media } from "./media.ts";

/** What is known of a file. */
export function MediaFacts({ media }: { media: Media }) {
  const notify = useNotify();
  const copy = async () => {
    await navigator.clipboard.writeText(media.url);
    notify("The address is copied.", { type: "info" });
  };
  return (
    <Section
      title="About it"
      actions={
        <Button size="small" onClick={() => void copy()}>
          Copy address
        </Button>
      }
    >
      <Facts
        items={[
          ["Type", kindOf(media)],
          ["Size", formatBytes(media.bytes)],
          [
            "Address",
            <Link key="url" href={media.url} target="_blank" rel="noreferrer">
              {media.url}
            </Link>,
          ],
          ["Uploaded", <Time key="created" at={media.created_at} />],
          ["Changed", <Time key="updated" at={media.updated_at} />],
        ]}
      />
    </Section>
  );
}
