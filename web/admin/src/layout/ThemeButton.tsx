import DarkIcon from "@mui/icons-material/DarkModeOutlined";
import LightIcon from "@mui/icons-material/LightModeOutlined";
import { IconButton, Tooltip } from "@mui/material";
import { useTheme } from "react-admin";

/** Light or dark; what the system says until somebody chooses. */
export function ThemeButton() {
  const [theme, setTheme] = useTheme();
  const other = theme === "dark" ? "light" : "dark";
  return (
    <Tooltip title={`Use the ${other} colours`}>
      <IconButton color="inherit" aria-label={`Use the ${other} colours`} onClick={() => setTheme(other)}>
        {theme === "dark" ? <LightIcon fontSize="small" /> : <DarkIcon fontSize="small" />}
      </IconButton>
    </Tooltip>
  );
}
