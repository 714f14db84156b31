import type { ComponentType, ReactElement } from "react";
import type { ResourceProps } from "react-admin";
import type { ResourceName } from "../api/resources.ts";
import type { Permission } from "../api/session.ts";

/** A part of the panel: what it adds to the menu and to the routes. Each folder's index.tsx exports one. */
export interface Area {
  /** What the menu calls it. */
  label: string;
  resources: (ResourceProps & {
    name: ResourceName;
    /** Not in the menu: reached from elsewhere. */ isHidden?: boolean;
  })[];
  /** Pages that are no resource. */
  pages?: AreaPage[];
}

export interface AreaPage {
  /** Below /admin, with the slash before it. */
  path: string;
  label: string;
  icon: ComponentType;
  element: ReactElement;
  permission: Permission;
}
