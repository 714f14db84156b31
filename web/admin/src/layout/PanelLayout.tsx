import type { ReactNode } from "react";
import { Layout } from "react-admin";
import { SessionGate } from "../session/SessionGate.tsx";
import { ErrorPage } from "./ErrorPage.tsx";
import { OfflineNotice } from "./OfflineNotice.tsx";
import { PanelBar } from "./PanelBar.tsx";
import { PanelMenu } from "./PanelMenu.tsx";

/** What stands around every page. Wide tables scroll by themselves, never the page. */
export function PanelLayout({ children }: { children: ReactNode }) {
  return (
    <SessionGate>
      <Layout
        appBar={PanelBar}
        menu={PanelMenu}
        error={ErrorPage}
        appBarAlwaysOn
        sx={{
          minWidth: 0,
          "& .RaLayout-contentWithSidebar": { minWidth: 0 },
          "& .RaLayout-content": { minWidth: 0, px: { xs: 1, sm: 2 }, pb: 4, pt: 1 },
          "& .RaSidebar-fixed": { borderRight: 1, borderColor: "divider", scrollbarWidth: "thin" },
        }}
      >
        {children}
      </Layout>
      <OfflineNotice />
    </SessionGate>
  );
}
