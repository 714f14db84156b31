import { Box, Stack } from "@mui/material";
import { AttributesSection } from "./AttributesSection.tsx";
import { DetailsSection } from "./DetailsSection.tsx";
import { OrganisationSection } from "./OrganisationSection.tsx";
import { PublishingSection } from "./PublishingSection.tsx";
import { SeoSection } from "./SeoSection.tsx";

/** What a product is called, what is said of it, and where it is found. */
export function GeneralPanel({ isNew = false }: { isNew?: boolean }) {
  return (
    <Box
      sx={{
        display: "grid",
        gap: 2,
        alignItems: "start",
        gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "minmax(0, 2fr) minmax(260px, 1fr)" },
      }}
    >
      <Stack spacing={2}>
        <DetailsSection isNew={isNew} />
        <AttributesSection />
        <SeoSection />
      </Stack>
      <Stack spacing={2}>
        <PublishingSection />
        <OrganisationSection />
      </Stack>
    </Box>
  );
}
