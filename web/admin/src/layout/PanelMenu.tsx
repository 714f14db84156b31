import DashboardIcon from "@mui/icons-material/SpaceDashboardOutlined";
import { Box, Divider, List, ListSubheader } from "@mui/material";
import { useId } from "react";
import { usePermissions, useSidebarState } from "react-admin";
import type { Permission } from "../api/session.ts";
import { AREAS } from "../areas.ts";
import { type MenuGroup, menuGroups } from "./menu-items.ts";
import { MenuLink } from "./MenuLink.tsx";

/** The panel's places by area: only what the one who is logged in may see. */
export function PanelMenu() {
  const { permissions = [] } = usePermissions<Permission[]>();
  const [isOpen] = useSidebarState();
  return (
    <Box component="nav" aria-label="Panel" sx={{ width: isOpen ? 224 : 56, pt: 1, pb: 4 }}>
      <List dense disablePadding>
        <MenuLink to="/" label="Dashboard" icon={DashboardIcon} />
      </List>
      {menuGroups(AREAS, permissions).map((group) => (
        <Group key={group.label} {...group} isOpen={isOpen} />
      ))}
    </Box>
  );
}

function Group({ label, entries, isOpen }: MenuGroup & { isOpen: boolean }) {
  const id = useId();
  return (
    <>
      {isOpen ? (
        <ListSubheader
          component="div"
          id={id}
          disableSticky
          sx={{ bgcolor: "transparent", lineHeight: 1, pt: 2, pb: 0.75, px: 2, fontSize: "0.75rem" }}
        >
          {label}
        </ListSubheader>
      ) : (
        <Divider sx={{ my: 1 }} />
      )}
      <List dense disablePadding {...(isOpen ? { "aria-labelledby": id } : { "aria-label": label })}>
        {entries.map((entry) => (
          <MenuLink key={entry.to} {...entry} />
        ))}
      </List>
    </>
  );
}
