import { lazy, Suspense } from "react";
import { Admin, CanAccess, CustomRoutes, Resource } from "react-admin";
import { createBrowserRouter, Route, RouterProvider } from "react-router-dom";
import { authProvider } from "./api/auth-provider.ts";
import { dataProvider } from "./api/data-provider.ts";
import { panelStore } from "./api/panel-store.ts";
import { AREAS } from "./areas.ts";
import { guarded } from "./layout/guarded.tsx";
import { ErrorPage } from "./layout/ErrorPage.tsx";
import { NoAccess } from "./layout/NoAccess.tsx";
import { NotFound } from "./layout/NotFound.tsx";
import { PanelLayout } from "./layout/PanelLayout.tsx";
import { darkTheme, lightTheme } from "./layout/theme.ts";

const LoginPage = lazy(() => import("./session/LoginPage.tsx"));
const SecurityPage = lazy(() => import("./session/SecurityPage.tsx"));
const Dashboard = lazy(() => import("./dashboard/Dashboard.tsx"));

const store = panelStore();
const resources = AREAS.flatMap((area) => area.resources).map(({ isHidden: _, ...resource }) =>
  guarded(resource),
);

const login = (
  <Suspense>
    <LoginPage />
  </Suspense>
);

// A data router: a form with changes that are not saved can hold whoever leaves it.
const router = createBrowserRouter([{ path: "*", element: <Panel /> }], { basename: "/admin" });

export function App() {
  return <RouterProvider router={router} />;
}

function Panel() {
  return (
    <Admin
      title=""
      authProvider={authProvider}
      dataProvider={dataProvider}
      store={store}
      layout={PanelLayout}
      loginPage={login}
      dashboard={Dashboard}
      error={ErrorPage}
      catchAll={NotFound}
      accessDenied={NoAccess}
      lightTheme={lightTheme}
      darkTheme={darkTheme}
      requireAuth
      disableTelemetry
    >
      {resources.map((resource) => (
        <Resource key={resource.name} {...resource} />
      ))}
      <CustomRoutes>
        <Route path="/security" element={<SecurityPage />} />
        {AREAS.flatMap(({ pages = [] }) =>
          pages.map(({ path, element }) => (
            <Route
              key={path}
              path={path}
              element={
                <CanAccess resource={path} action="list" accessDenied={<NoAccess />}>
                  {element}
                </CanAccess>
              }
            />
          )),
        )}
      </CustomRoutes>
    </Admin>
  );
}
