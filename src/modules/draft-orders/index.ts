export { type DraftFacts, readDraftFacts } from "./read-draft-facts.ts";
export { draftProblems } from "./draft-problems.ts";
export { draftLinesOf } from "./save-draft.ts";
export { draftSent } from "./draft-orders.events.ts";
export { findDraftsOf } from "./draft-orders.repo.ts";
export { draftOrderRoutes } from "./draft-orders.routes.ts";
export { eraseDraftsStmts } from "./erase-drafts.repo.ts";
