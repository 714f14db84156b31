import { Box, Button, Paper, Stack } from "@mui/material";
import {
  maxLength,
  required,
  SaveButton,
  SimpleForm,
  TextInput,
  Toolbar,
  useRecordContext,
} from "react-admin";
import { Link } from "react-router-dom";
import { SafeEdit } from "../../shared/SafeEdit.tsx";
import { DeleteMedia } from "./DeleteMedia.tsx";
import { isPicture, type Media } from "./media.ts";
import { MediaFacts } from "./MediaFacts.tsx";
import { Preview } from "./Preview.tsx";

const LABELS = { filename: "File name", alt: "Alt text" };
const isName = [required(), maxLength(255)];
const isAlt = maxLength(1000);

/** A file of the library: what it shows, its name and alt text. */
export default function MediaPage() {
  return (
    <Box sx={{ pt: 2 }}>
      <Button component={Link} to="/media" size="small">
        ← Media library
      </Button>
      <SafeEdit labels={LABELS} saved="The file is saved." actions={false} component="div">
        <Content />
      </SafeEdit>
    </Box>
  );
}

function Content() {
  const media = useRecordContext<Media>();
  if (!media) return null;
  return (
    <Box
      sx={{
        display: "grid",
        gap: 2,
        gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "minmax(0, 3fr) minmax(0, 2fr)" },
      }}
    >
      <Paper variant="outlined" sx={{ overflow: "hidden", alignSelf: "start" }}>
        {media.content_type.startsWith("video/") ? (
          <Box
            component="video"
            controls
            preload="metadata"
            src={media.url}
            sx={{ width: "100%", display: "block" }}
          />
        ) : (
          <Preview media={media} width={1024} />
        )}
      </Paper>
      <Stack spacing={2}>
        <Paper variant="outlined">
          <SimpleForm toolbar={<Actions media={media} />}>
            <TextInput source="filename" label="File name" validate={isName} />
            {isPicture(media) && (
              <TextInput
                source="alt"
                label="Alt text"
                multiline
                minRows={3}
                validate={isAlt}
                helperText="What the picture shows, for those who cannot see it. Products that show it already keep theirs."
              />
            )}
          </SimpleForm>
        </Paper>
        <MediaFacts media={media} />
      </Stack>
    </Box>
  );
}

function Actions({ media }: { media: Media }) {
  return (
    <Toolbar sx={{ justifyContent: "space-between" }}>
      <SaveButton />
      <DeleteMedia media={media} />
    </Toolbar>
  );
}
