import { command, query, router } from "@/platform/trpc";
import { nothing } from "../access/schema/access";
import * as schema from "./schema";
import { ownNotices, setNotices } from "./service/notices";
import { waitingWork } from "./service/waiting";

const STAFF = { operator: "members:read" } as const;

export const worklistRouter = router({
  list: query(
    { access: STAFF, input: nothing, output: schema.workList, fromReplica: true },
    (ask) => waitingWork(ask),
  ),

  /** What whoever looks is told of by e-mail. */
  notices: query({ access: STAFF, input: nothing, output: schema.workNotices }, (ask) =>
    ownNotices(ask),
  ),

  setNotices: command(
    { access: STAFF, input: schema.setNoticesInput, output: schema.setNoticesOutput },
    (work, input) => setNotices(work, input),
  ),
});
