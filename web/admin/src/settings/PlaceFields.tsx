import { required, TextInput } from "react-admin";
import { placeCountryProblem } from "./country-code.ts";

/** Country, region and postal codes of a place; compact: what may stand in them is told once for all of them. */
export function PlaceFields({ isCompact = false }: { isCompact?: boolean }) {
  const hint = (text: string) => (isCompact ? false : text);
  return (
    <>
      <TextInput
        source="country"
        validate={[required(), placeCountryProblem]}
        helperText={hint("As DE; * is everywhere else")}
        sx={{ width: { sm: 150 } }}
      />
      <TextInput source="region" helperText={hint("As NY; empty: all")} sx={{ width: { sm: 150 } }} />
      <TextInput
        source="postal_pattern"
        label="Postal codes"
        helperText={hint("10115, 75* or 1000-1999")}
        sx={{ width: { sm: 190 } }}
      />
    </>
  );
}
