import ArchiveIcon from "@mui/icons-material/ArchiveOutlined";
import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import PublishIcon from "@mui/icons-material/StorefrontOutlined";
import { Button } from "@mui/material";
import { useState } from "react";
import { useListContext } from "react-admin";
import type { Product } from "../edit/product.ts";
import { BulkDialog } from "./BulkDialog.tsx";
import type { BulkVerb } from "./use-bulk.ts";

/** What can be done with the products that are selected. */
export function BulkActions() {
  const { selectedIds = [], data = [], onUnselectItems } = useListContext<Product>();
  // Which were selected when it began: done, they are no longer.
  const [running, setRunning] = useState<{
    verb: BulkVerb;
    ids: string[];
    names: ReadonlyMap<string, string>;
  }>();
  const begin = (verb: BulkVerb) =>
    setRunning({
      verb,
      ids: selectedIds.map(String),
      names: new Map(data.map(({ id, name }) => [id, name])),
    });
  return (
    <>
      <Button size="small" startIcon={<PublishIcon />} onClick={() => begin("publish")}>
        Publish
      </Button>
      <Button size="small" startIcon={<ArchiveIcon />} onClick={() => begin("archive")}>
        Archive
      </Button>
      <Button size="small" color="error" startIcon={<DeleteIcon />} onClick={() => begin("delete")}>
        Delete
      </Button>
      {running && (
        <BulkDialog
          {...running}
          onClose={(isDone) => {
            setRunning(undefined);
            if (isDone) onUnselectItems();
          }}
        />
      )}
    </>
  );
}
