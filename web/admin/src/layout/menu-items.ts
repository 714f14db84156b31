import type { ComponentType } from "react";
import { RESOURCES } from "../api/resources.ts";
import type { Permission } from "../api/session.ts";
import type { Area } from "../shared/area.ts";
import { inWords } from "../shared/format.ts";

export interface MenuEntry {
  to: string;
  label: string;
  icon?: ComponentType;
}

export interface MenuGroup {
  label: string;
  entries: MenuEntry[];
}

/** What somebody with these permissions finds in the menu, by area; areas without anything for them are left out. */
export function menuGroups(areas: readonly Area[], permissions: readonly Permission[]): MenuGroup[] {
  return areas
    .map((area) => ({ label: area.label, entries: entriesOf(area, permissions) }))
    .filter(({ entries }) => entries.length > 0);
}

function entriesOf({ resources, pages = [] }: Area, permissions: readonly Permission[]): MenuEntry[] {
  return [
    ...resources
      .filter(
        ({ name, isHidden, list }) => list && !isHidden && permissions.includes(RESOURCES[name].permission),
      )
      .map(({ name, icon, options }) => ({
        to: `/${name}`,
        label: (options as { label?: string } | undefined)?.label ?? inWords(name),
        ...(icon ? { icon } : {}),
      })),
    ...pages
      .filter(({ permission }) => permissions.includes(permission))
      .map(({ path, label, icon }) => ({ to: path, label, icon })),
  ];
}
