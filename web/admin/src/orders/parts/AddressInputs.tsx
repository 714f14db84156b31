import { Box } from "@mui/material";
import { maxLength, TextInput } from "react-admin";

const FIELDS = [
  { name: "first_name", label: "First name", most: 100 },
  { name: "last_name", label: "Last name", most: 100 },
  { name: "company", label: "Company", most: 200 },
  { name: "line1", label: "Address", most: 200 },
  { name: "line2", label: "Address, continued", most: 200 },
  { name: "city", label: "City", most: 100 },
  { name: "postal_code", label: "Postal code", most: 20 },
  { name: "region", label: "State or province", most: 100 },
  { name: "phone", label: "Phone", most: 40 },
] as const;

/** An address; the API says what is missing. */
export function AddressInputs({ source }: { source: string }) {
  return (
    <Box sx={{ display: "grid", gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" }, columnGap: 2 }}>
      {FIELDS.map(({ name, label, most }) => (
        <TextInput
          key={name}
          source={`${source}.${name}`}
          label={label}
          helperText={false}
          validate={maxLength(most)}
        />
      ))}
      <TextInput
        source={`${source}.country`}
        label="Country"
        helperText="Its code of two letters: US, DE"
        validate={maxLength(2)}
        parse={(text: string) => text.toUpperCase()}
      />
    </Box>
  );
}
