import Circle from "@mui/icons-material/FiberManualRecordOutlined";
import {
  ListItem,
  ListItemButton,
  ListItemIcon,
  ListItemText,
  type Theme,
  Tooltip,
  useMediaQuery,
} from "@mui/material";
import { useEffect, useRef } from "react";
import { useSidebarState } from "react-admin";
import { Link, useLocation } from "react-router-dom";
import type { MenuEntry } from "./menu-items.ts";

/** A place in the menu; only its icon while the menu is folded up. */
export function MenuLink({ to, label, icon: Icon = Circle }: MenuEntry) {
  const [isOpen, setOpen] = useSidebarState();
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
  const { pathname } = useLocation();
  const isHere = pathname === to || (to !== "/" && pathname.startsWith(`${to}/`));
  const item = useRef<HTMLLIElement>(null);
  // The menu is longer than the window.
  useEffect(() => {
    if (isHere) item.current?.scrollIntoView({ block: "nearest" });
  }, [isHere]);
  return (
    <ListItem ref={item} disablePadding sx={{ scrollMarginBlock: "48px" }}>
      <Tooltip title={isOpen ? "" : label} placement="right">
        <ListItemButton
          component={Link}
          to={to}
          selected={isHere}
          aria-current={isHere ? "page" : undefined}
          aria-label={isOpen ? undefined : label}
          onClick={() => isPhone && setOpen(false)}
          sx={{ borderRadius: 1, mx: 1, px: 1, minHeight: 34, py: 0.25 }}
        >
          <ListItemIcon
            sx={{
              minWidth: 32,
              color: isHere ? "primary.main" : "text.secondary",
              "& svg": { fontSize: 20 },
            }}
          >
            <Icon />
          </ListItemIcon>
          {isOpen && (
            <ListItemText
              primary={label}
              slotProps={{ primary: { noWrap: true, sx: { fontWeight: isHere ? 600 : 400 } } }}
            />
          )}
        </ListItemButton>
      </Tooltip>
    </ListItem>
  );
}
