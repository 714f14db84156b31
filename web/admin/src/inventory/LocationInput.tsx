import { required, SelectInput } from "react-admin";
import { useLocations } from "./use-locations.ts";

interface Props {
  source: string;
  label: string;
}

/** Chooses a location in a form. */
export function LocationInput({ source, label }: Props) {
  const choices = useLocations().map(({ id, name, active }) => ({
    id,
    name: active ? name : `${name} (closed)`,
  }));
  return <SelectInput source={source} label={label} choices={choices} validate={required()} fullWidth />;
}
