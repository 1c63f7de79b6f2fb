import { query, router } from "@/platform/trpc";
import * as schema from "./schema";
import { searchAll, searchNamed } from "./service/search";

const STAFF = { operator: "members:read" } as const;

export const searchRouter = router({
  /** What the console's search finds, of each kind that whoever asks may see. */
  find: query(
    { access: STAFF, input: schema.searchInput, output: schema.searchOutput, fromReplica: true },
    (ask, { query: text }) => searchAll(ask, text),
  ),

  /** What they opened before. */
  named: query(
    { access: STAFF, input: schema.namedInput, output: schema.namedOutput, fromReplica: true },
    (ask, { refs }) => searchNamed(ask, refs),
  ),
});
