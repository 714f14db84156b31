import { type Theme, ThemeProvider } from "@mui/material";
import { DataTableBody, type DataTableBodyProps } from "react-admin";

// react-admin names the box around the input, where no screen reader looks: the name belongs to the input.
const CHECKBOX = {
  defaultProps: {
    slotProps: { root: { "aria-label": undefined }, input: { "aria-label": "Select this row" } },
  },
};

/** The rows of a table where some are selected to do a thing with all of them. */
export function SelectableBody(props: DataTableBodyProps) {
  return (
    <ThemeProvider theme={named}>
      <DataTableBody {...props} />
    </ThemeProvider>
  );
}

function named(theme: Theme): Theme {
  return { ...theme, components: { ...theme.components, MuiCheckbox: CHECKBOX } };
}
