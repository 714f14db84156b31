import { Admin, CustomRoutes, Resource } from "react-admin";
import { BrowserRouter, Route } from "react-router-dom";
import { authProvider } from "./api/auth-provider.ts";
import { dataProvider } from "./api/data-provider.ts";
import { AREAS } from "./areas.ts";

export function App() {
  return (
    <BrowserRouter basename="/admin">
      <Admin
        title="Admin"
        authProvider={authProvider}
        dataProvider={dataProvider}
        requireAuth
        disableTelemetry
      >
        {AREAS.flatMap(({ resources }) =>
          resources.map(({ isHidden: _, ...resource }) => <Resource key={resource.name} {...resource} />),
        )}
        <CustomRoutes>
          {AREAS.flatMap(({ pages = [] }) =>
            pages.map(({ path, element }) => <Route key={path} path={path} element={element} />),
          )}
        </CustomRoutes>
      </Admin>
    </BrowserRouter>
  );
}
