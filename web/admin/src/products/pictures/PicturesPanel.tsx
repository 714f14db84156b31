import { Alert, Box, Stack, Typography } from "@mui/material";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { FileDrop } from "../../shared/FileDrop.tsx";
import { Loaded } from "../../shared/Loaded.tsx";
import { Section } from "../../shared/Section.tsx";
import { PictureCard } from "./PictureCard.tsx";
import { MEDIA_TYPES } from "./send-media.ts";
import { UploadRow } from "./UploadRow.tsx";
import { type Picture, usePictureChanges, usePictures } from "./use-pictures.ts";
import { useUploads } from "./use-uploads.ts";

/** What the product shows: uploads, order, texts. Everything here is saved at once. */
export function PicturesPanel({ productId }: { productId: string }) {
  const query = usePictures(productId);
  const changes = usePictureChanges();
  const { uploads, start, cancel, again } = useUploads(changes.add);
  return (
    <Section
      title="Pictures"
      intro="The first is the product's main picture. Changes here are saved at once."
    >
      <Stack spacing={2}>
        <FileDrop
          label="Add pictures"
          hint="Or drop files here. PNG, JPEG, GIF, WebP, AVIF, SVG, MP4 or PDF."
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
        <Loaded query={query} height={240}>
          {(pictures) => <Pictures pictures={pictures} changes={changes} />}
        </Loaded>
      </Stack>
    </Section>
  );
}

interface PicturesProps {
  pictures: Picture[];
  changes: ReturnType<typeof usePictureChanges>;
}

function Pictures({ pictures, changes }: PicturesProps) {
  const list = useRef<HTMLElement>(null);
  const [dragged, setDragged] = useState<string>();
  // While it is drawn, where it would be; the server hears of it when it is let go.
  const [drawn, setDrawn] = useState<string[]>();
  const [moved, setMoved] = useState<{ id: string; place: number; by: "earlier" | "later" }>();
  const ids = drawn ?? pictures.map(({ id }) => id);
  const shown = ids.flatMap((id) => pictures.find((one) => one.id === id) ?? []);

  useEffect(() => {
    if (moved) focusMoved(list.current, moved.id, moved.by);
  }, [moved]);

  const move = (id: string, place: number) => {
    void changes.order(placed(ids, id, place));
    setMoved({ id, place, by: place > ids.indexOf(id) + 1 ? "later" : "earlier" });
  };
  const drawOver = (event: DragEvent, over: string) => {
    if (!dragged) return;
    event.preventDefault();
    if (over !== dragged) setDrawn(placed(ids, dragged, ids.indexOf(over) + 1));
  };
  const letGo = () => {
    if (drawn) void changes.order(drawn);
    setDrawn(undefined);
    setDragged(undefined);
  };
  if (shown.length === 0) return <Alert severity="info">No pictures yet.</Alert>;
  return (
    <>
      <Box
        ref={list}
        component="ol"
        aria-label="Pictures in their order"
        sx={{
          p: 0,
          m: 0,
          display: "grid",
          gap: 1.5,
          gridTemplateColumns: { xs: "1fr 1fr", sm: "repeat(auto-fill, minmax(190px, 1fr))" },
        }}
      >
        {shown.map((picture, index) => (
          <PictureCard
            key={picture.id}
            picture={picture}
            place={index + 1}
            count={shown.length}
            isDragged={picture.id === dragged}
            onMove={(place) => move(picture.id, place)}
            onDescribe={(alt) => void changes.describe(picture.id, alt)}
            onRemove={() => void changes.remove(picture.id)}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = "move";
              setDragged(picture.id);
            }}
            onDragOver={(event) => drawOver(event, picture.id)}
            onDragEnd={letGo}
          />
        ))}
      </Box>
      <Typography aria-live="polite" variant="caption" color="text.secondary" sx={{ minHeight: "1.5em" }}>
        {moved && `Moved to place ${moved.place} of ${shown.length}.`}
      </Typography>
    </>
  );
}

function placed(ids: readonly string[], id: string, place: number): string[] {
  return ids.filter((each) => each !== id).toSpliced(place - 1, 0, id);
}

/** The button that moved a picture keeps the focus; at an end the other one gets it. */
function focusMoved(list: HTMLElement | null, id: string, by: "earlier" | "later"): void {
  const button = (name: string) =>
    list?.querySelector<HTMLButtonElement>(`[data-picture="${id}"] [data-move="${name}"]:not(:disabled)`);
  (button(by) ?? button(by === "later" ? "earlier" : "later"))?.focus();
}
