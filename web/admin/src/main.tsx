import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { reloadAfterDeployment } from "./layout/reload-after-deployment.ts";

const root = document.getElementById("root");
if (!root) throw new Error("The page has no #root.");
reloadAfterDeployment();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
