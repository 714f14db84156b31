import { Stack } from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { SearchInput, SelectInput, useRefresh } from "react-admin";
import { FileDrop } from "../../shared/FileDrop.tsx";
import { ListPage } from "../../shared/ListPage.tsx";
import { MEDIA_TYPES } from "../pictures/send-media.ts";
import { UploadRow } from "../pictures/UploadRow.tsx";
import { useUploads } from "../pictures/use-uploads.ts";
import { MediaGrid } from "./MediaGrid.tsx";

const TYPES = [
  { id: "image", name: "Pictures" },
  { id: "video", name: "Videos" },
  { id: "document", name: "Documents" },
];
const USES = [
  { id: "false", name: "Used by products" },
  { id: "true", name: "Unused" },
];

const filters = [
  <SearchInput key="q" source="q" alwaysOn placeholder="Name or alt text" />,
  <SelectInput key="type" source="type" label="Type" choices={TYPES} alwaysOn />,
  <SelectInput key="unused" source="unused" label="Use" choices={USES} alwaysOn />,
];

/** All pictures and files of the shop, the latest first, and where new ones are dropped. */
export default function MediaList() {
  return (
    <Stack>
      <Uploads />
      <ListPage
        title="Media library"
        filters={filters}
        sort={{ field: "created_at", order: "DESC" }}
        perPage={50}
        empty={{ title: "No files yet.", hint: "Drop pictures above. Products take them from here, too." }}
      >
        <MediaGrid />
      </ListPage>
    </Stack>
  );
}

function Uploads() {
  const refresh = useRefresh();
  const queries = useQueryClient();
  const { uploads, start, cancel, again } = useUploads(async () => {
    // A first read that is still on its way may have begun before the file was there, and would not begin anew by itself.
    await queries.cancelQueries({ queryKey: ["media"] });
    refresh();
  });
  return (
    <Stack spacing={1} sx={{ mt: 2 }}>
      <FileDrop
        label="Upload files"
        hint="Or drop them here. PNG, JPEG, GIF, WebP, AVIF, SVG, MP4 or PDF."
        accept={MEDIA_TYPES}
        multiple
        onFiles={start}
      />
      {uploads.map((upload) => (
        <UploadRow
          key={upload.key}
          upload={upload}
          onCancel={() => cancel(upload.key)}
          onAgain={() => again(upload)}
        />
      ))}
    </Stack>
  );
}
