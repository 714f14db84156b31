import { Box, Stack, Typography } from "@mui/material";
import { PlainText } from "./PlainText.tsx";
import { useWatch } from "react-hook-form";
import { Section } from "../../shared/Section.tsx";
import type { ProductValues } from "./values.ts";

/** How much of a title and a description search engines show. */
const TITLE = 60;
const DESCRIPTION = 160;

/** What search engines are told, and how a result may look. */
export function SeoSection() {
  return (
    <Section title="Search engines" intro="Left empty, the product's name and description are shown.">
      <Stack spacing={2}>
        <PlainText source="seo.title" label="Page title" />
        <PlainText source="seo.description" label="Page description" multiline minRows={2} />
        <ResultPreview />
      </Stack>
    </Section>
  );
}

function ResultPreview() {
  const [name, slug, description, seo] = useWatch<ProductValues, ["name", "slug", "description", "seo"]>({
    name: ["name", "slug", "description", "seo"],
  });
  const title = seo.title.trim() || name || "The product's name";
  const text = seo.description.trim() || plain(description) || "The beginning of its description.";
  return (
    <Box
      role="img"
      aria-label={`A search result: ${title}`}
      sx={{ p: 2, borderRadius: 1, bgcolor: "action.hover", overflowWrap: "anywhere" }}
    >
      <Typography variant="caption" color="text.secondary" component="p">
        {location.host} › products › {slug || "…"}
      </Typography>
      <Typography color="primary" sx={{ fontSize: "1.1rem", lineHeight: 1.4 }}>
        {cut(title, TITLE)}
      </Typography>
      <Typography variant="body2" color="text.secondary">
        {cut(text, DESCRIPTION)}
      </Typography>
    </Box>
  );
}

/** The text of a piece of HTML; nothing of it is run or loaded. */
function plain(html: string): string {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return (body.textContent ?? "").replaceAll(/\s+/g, " ").trim();
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
}
