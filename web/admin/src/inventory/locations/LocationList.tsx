import { Chip } from "@mui/material";
import { DataTable, FunctionField } from "react-admin";
import { RecordLink } from "../../shared/RecordLink.tsx";
import { Cards } from "../../shared/Cards.tsx";
import { ListPage } from "../../shared/ListPage.tsx";
import { Responsive } from "../../shared/Responsive.tsx";
import type { Location } from "../use-locations.ts";

/** All locations, in the order in which orders take from them. */
export default function LocationList() {
  return (
    <ListPage title="Locations" empty={{ title: "No locations yet." }}>
      <Responsive
        wide={
          <DataTable rowClick="edit" bulkActionButtons={false}>
            <DataTable.Col
              source="name"
              disableSort
              render={({ name }: Location) => <RecordLink type="edit">{name}</RecordLink>}
            />
            <DataTable.NumberCol source="priority" label="Priority (lowest first)" disableSort />
            <DataTable.Col label="State" disableSort>
              <FunctionField<Location> render={(location) => <LocationState location={location} />} />
            </DataTable.Col>
          </DataTable>
        }
        narrow={
          <Cards<Location>
            link="edit"
            primary={({ name }) => name}
            aside={(location) => <LocationState location={location} />}
            secondary={({ priority }) => `Priority ${priority.toLocaleString()}`}
          />
        }
      />
    </ListPage>
  );
}

function LocationState({ location: { active, is_main: isMain } }: { location: Location }) {
  return (
    <>
      <Chip
        size="small"
        variant="outlined"
        color={active ? "success" : "default"}
        label={active ? "Active" : "Closed"}
      />
      {isMain && <Chip size="small" variant="outlined" label="Main" sx={{ ml: 0.5 }} />}
    </>
  );
}
