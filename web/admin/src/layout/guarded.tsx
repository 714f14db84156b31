import { createElement, isValidElement } from "react";
import { CanAccess, type ResourceProps } from "react-admin";
import { NoAccess } from "./NoAccess.tsx";

const VIEWS = ["list", "create", "edit", "show"] as const;

/** A resource whose pages ask the API for nothing when whoever is logged in may not see them. */
export function guarded<Resource extends ResourceProps>(resource: Resource): Resource {
  const views = VIEWS.filter((view) => resource[view]).map((view) => [view, guard(resource, view)] as const);
  return { ...resource, ...Object.fromEntries(views) };
}

function guard(resource: ResourceProps, view: (typeof VIEWS)[number]) {
  const page = resource[view];
  return (
    <CanAccess resource={resource.name} action={view} accessDenied={<NoAccess />}>
      {isValidElement(page) ? page : createElement(page as () => null)}
    </CanAccess>
  );
}
