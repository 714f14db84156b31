import type { Theme } from "@mui/material";
import type { RaThemeOptions } from "react-admin";

// Calm colours: every text on its ground has a contrast of 4.5 and more, in both modes.

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

const shared: RaThemeOptions = {
  sidebar: { width: 224, closedWidth: 56 },
  shape: { borderRadius: 8 },
  typography: {
    fontFamily: FONT,
    fontSize: 13.5,
    h1: { fontSize: "1.5rem", fontWeight: 600 },
    h2: { fontSize: "1.15rem", fontWeight: 600 },
    h3: { fontSize: "1rem", fontWeight: 600 },
    h4: { fontSize: "1rem", fontWeight: 600 },
    h5: { fontSize: "1rem", fontWeight: 600 },
    h6: { fontSize: "1.05rem", fontWeight: 600 },
    button: { textTransform: "none", fontWeight: 600 },
  },
};

function componentsOf(line: string, ground: string): RaThemeOptions["components"] {
  const card = { border: `1px solid ${line}`, boxShadow: "none", backgroundImage: "none" };
  return {
    MuiCssBaseline: {
      styleOverrides: {
        body: { backgroundColor: ground },
        "*:focus-visible": { outlineOffset: 2 },
        "@media (prefers-reduced-motion: reduce)": {
          "*, *::before, *::after": {
            animationDuration: "0.01ms !important",
            transitionDuration: "0.01ms !important",
          },
        },
      },
    },
    MuiButtonBase: {
      styleOverrides: {
        root: { "&.Mui-focusVisible": { outline: "2px solid currentColor", outlineOffset: 2 } },
      },
    },
    MuiCard: { styleOverrides: { root: card } },
    MuiPaper: { styleOverrides: { root: { backgroundImage: "none" } } },
    MuiTextField: { defaultProps: { variant: "outlined", size: "small", margin: "dense", fullWidth: true } },
    MuiFormControl: {
      defaultProps: { variant: "outlined", size: "small", margin: "dense", fullWidth: true },
    },
    // A field that is disabled says why below it, which is read.
    MuiFormHelperText: {
      styleOverrides: {
        root: ({ theme }: { theme: Theme }) => ({
          "&.Mui-disabled": { color: theme.palette.text.secondary },
        }),
      },
    },
    // react-admin names the checkboxes of rows on the element around them, where nobody hears it.
    MuiCheckbox: {
      defaultProps: {
        slotProps: {
          root: { "aria-label": undefined },
          input: (owner: { "aria-label"?: string }) => ({ "aria-label": owner["aria-label"] }),
        },
      },
    },
    MuiAutocomplete: { defaultProps: { fullWidth: true } },
    MuiTableCell: {
      styleOverrides: {
        root: { borderColor: line },
        head: { fontWeight: 600, whiteSpace: "nowrap" },
        // On a phone, more of a table is seen before it has to be scrolled.
        sizeSmall: { "@media (max-width: 599.95px)": { paddingLeft: 6, paddingRight: 6 } },
      },
    },
    MuiTooltip: { defaultProps: { arrow: true, enterTouchDelay: 300 } },
    MuiAlert: { styleOverrides: { message: { whiteSpace: "pre-line", overflowWrap: "anywhere" } } },
    MuiSnackbarContent: { styleOverrides: { message: { whiteSpace: "pre-line", overflowWrap: "anywhere" } } },
    RaToolbar: {
      styleOverrides: { root: { backgroundColor: "transparent", borderTop: `1px solid ${line}` } },
    },
  };
}

export const lightTheme: RaThemeOptions = {
  ...shared,
  palette: {
    mode: "light",
    primary: { main: "#2a5d8c" },
    secondary: { main: "#455468" },
    success: { main: "#22703f" },
    warning: { main: "#8a5300" },
    error: { main: "#b3261e" },
    info: { main: "#1b6390" },
    background: { default: "#f5f6f8", paper: "#ffffff" },
    text: { primary: "#1c2430", secondary: "#535e6c" },
    divider: "#dfe3e8",
  },
  components: componentsOf("#dfe3e8", "#f5f6f8"),
};

export const darkTheme: RaThemeOptions = {
  ...shared,
  palette: {
    mode: "dark",
    primary: { main: "#90b9df" },
    secondary: { main: "#b3bfcc" },
    success: { main: "#7fca9d" },
    warning: { main: "#e3b363" },
    error: { main: "#f39a92" },
    info: { main: "#86c1e4" },
    background: { default: "#12161b", paper: "#1a2027" },
    text: { primary: "#e6eaef", secondary: "#a7b2bf" },
    divider: "#2e3741",
  },
  components: componentsOf("#2e3741", "#12161b"),
};
