import { Autocomplete, Chip, TextField } from "@mui/material";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { Section } from "../../shared/Section.tsx";
import { useAction } from "../../shared/use-action.ts";
import { ifSeen } from "../parts/if-seen.ts";
import type { Order } from "../parts/types.ts";

const MOST_TAGS = 20;
const LONGEST = 40;

/** The shop's own words for an order. Somebody else's change is not overwritten: then it says so and shows theirs. */
export function TagsSection({ order }: { order: Order }) {
  const { isRunning, run } = useAction();
  const tags = order.tags ?? [];
  const save = (next: string[]) => {
    const wanted = [...new Set(next.map((tag) => tag.trim().toLowerCase().slice(0, LONGEST)))].filter(
      Boolean,
    );
    const put = async () => {
      const params = { path: { id: order.id }, header: await ifSeen(`/api/v1/orders/${order.id}`, order) };
      return dataOf(client.PUT("/api/v1/orders/{id}/tags", { params, body: { tags: wanted } }));
    };
    void run(put, { done: "Tags saved.", input: wanted });
  };
  return (
    <Section title="Tags">
      <Autocomplete
        multiple
        freeSolo
        size="small"
        options={[] as string[]}
        value={tags}
        disabled={isRunning}
        onChange={(_, next) => save(next.slice(0, MOST_TAGS))}
        renderValue={(values, itemProps) =>
          values.map((tag, index) => {
            const { key, ...props } = itemProps({ index });
            return <Chip key={key} size="small" label={tag} {...props} />;
          })
        }
        renderInput={(params) => (
          <TextField
            {...params}
            label="Tags"
            placeholder={tags.length === 0 ? "Type a tag, press Enter" : ""}
          />
        )}
      />
    </Section>
  );
}
