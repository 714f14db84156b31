import AccountIcon from "@mui/icons-material/AccountCircleOutlined";
import LogoutIcon from "@mui/icons-material/Logout";
import SecurityIcon from "@mui/icons-material/ShieldOutlined";
import {
  Box,
  Divider,
  IconButton,
  ListItemIcon,
  ListItemText,
  Menu,
  MenuItem,
  Tooltip,
  Typography,
} from "@mui/material";
import { type MouseEvent, useState } from "react";
import { useGetIdentity, useLogout } from "react-admin";
import { useNavigate } from "react-router-dom";
import { inWords } from "../shared/format.ts";

/** Who is logged in, the way to their own security page, and out. */
export function AccountMenu() {
  const [anchor, setAnchor] = useState<HTMLElement>();
  const { identity } = useGetIdentity();
  const { email = "", role = "" } = (identity ?? {}) as { email?: string; role?: string };
  const navigate = useNavigate();
  const logout = useLogout();
  const close = () => setAnchor(undefined);
  return (
    <>
      <Tooltip title="Account">
        <IconButton
          color="inherit"
          aria-label="Account"
          aria-haspopup="menu"
          aria-expanded={anchor !== undefined}
          onClick={(event: MouseEvent<HTMLElement>) => setAnchor(event.currentTarget)}
        >
          <AccountIcon />
        </IconButton>
      </Tooltip>
      <Menu anchorEl={anchor ?? null} open={anchor !== undefined} onClose={close}>
        <Box component="li" role="presentation" sx={{ px: 2, py: 1, width: 260 }}>
          <Typography sx={{ fontWeight: 600, overflowWrap: "anywhere" }}>{identity?.fullName}</Typography>
          {email !== identity?.fullName && (
            <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: "anywhere" }}>
              {email}
            </Typography>
          )}
          <Typography variant="body2" color="text.secondary">
            {inWords(role)}
          </Typography>
        </Box>
        <Divider component="li" />
        <MenuItem
          onClick={() => {
            close();
            void navigate("/security");
          }}
        >
          <ListItemIcon>
            <SecurityIcon fontSize="small" />
          </ListItemIcon>
          <ListItemText>Security</ListItemText>
        </MenuItem>
        <MenuItem
          onClick={() => {
            close();
            void logout({}, undefined, false);
          }}
        >
          <ListItemIcon>
            <LogoutIcon fontSize="small" />
          </ListItemIcon>
          <ListItemText>Log out</ListItemText>
        </MenuItem>
      </Menu>
    </>
  );
}
