import { AppBar, Box, Toolbar, Typography } from "@mui/material";
import { LoadingIndicator, SidebarToggleButton, TitlePortal } from "react-admin";
import { AccountMenu } from "./AccountMenu.tsx";
import { ThemeButton } from "./ThemeButton.tsx";
import { useDocumentTitle } from "./use-document-title.ts";
import { useShop } from "./use-shop.ts";

/** The bar on top: the page's title, the shop, light or dark, the account. */
export function PanelBar() {
  const shop = useShop();
  useDocumentTitle(shop?.name);
  return (
    <AppBar
      position="fixed"
      color="inherit"
      elevation={0}
      sx={{ bgcolor: "background.paper", color: "text.primary", borderBottom: 1, borderColor: "divider" }}
    >
      <Toolbar
        disableGutters
        variant="dense"
        sx={{ px: 1, gap: 0.5, minHeight: 48, height: { xs: 56, sm: 48 } }}
      >
        <SidebarToggleButton />
        <TitlePortal component="h1" sx={{ ml: 0.5 }} />
        <Box sx={{ width: 40, flexShrink: 0, textAlign: "center" }}>
          <LoadingIndicator />
        </Box>
        <Typography
          variant="body2"
          color="text.secondary"
          noWrap
          sx={{ display: { xs: "none", md: "block" }, maxWidth: 260, mr: 1 }}
        >
          {shop?.name}
        </Typography>
        <ThemeButton />
        <AccountMenu />
      </Toolbar>
    </AppBar>
  );
}
