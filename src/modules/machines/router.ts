import { command, query, router } from "@/platform/trpc";
import * as schema from "./schema/machines";
import { dropSearch, searchesOfVersions, startSearch, viewSearch } from "./service/searches";

/** Whoever publishes rules, activities or rewards may look first. */
const OPERATORS = { operator: "program:read" } as const;

export const machinesRouter = router({
  start: command(
    {
      access: OPERATORS,
      input: schema.startSearchInput,
      output: schema.searchStarted,
    },
    (work, input) => startSearch(work, input),
  ),

  search: query(
    {
      access: OPERATORS,
      input: schema.searchId,
      output: schema.searchView,
    },
    (ask, { searchId }) => viewSearch(ask, searchId),
  ),

  ofVersions: query(
    { access: OPERATORS, input: schema.versionsInput, output: schema.versionSearches },
    (ask, { versionIds }) => searchesOfVersions(ask, versionIds),
  ),

  drop: command(
    { access: OPERATORS, input: schema.searchId, output: schema.searchStarted },
    (work, { searchId }) => dropSearch(work, searchId),
  ),
});
