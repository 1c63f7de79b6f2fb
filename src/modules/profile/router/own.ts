import { memberRef } from "@/platform/auth";
import { command, query, router } from "@/platform/trpc";
import { nothing } from "../../access/schema/access";
import { inboxInput, inboxList, markReadInput, unreadCount } from "../../inbox/schema";
import { hub } from "../schema";
import { hubOf } from "../service/hub";
import { listInbox, readMessages, selfOf, unreadOf } from "../service/inbox";

export const inboxRouter = router({
  list: query(
    { access: { member: "self" }, input: inboxInput, output: inboxList, fromReplica: true },
    (ask, input) => listInbox(ask, selfOf(ask.caller), input),
  ),

  unreadCount: query({ access: { member: "self" }, input: nothing, output: unreadCount }, (ask) =>
    unreadOf(ask.db, selfOf(ask.caller)),
  ),

  markRead: command(
    { access: { member: "self" }, input: markReadInput, output: unreadCount },
    (work, { messageId }) => readMessages(work, selfOf(work.caller), messageId),
  ),
});

export const hubProcedures = {
  /** What stands beside each way on the page "mine". */
  hub: query({ access: { member: "self" }, input: nothing, output: hub }, (ask) =>
    hubOf(ask, memberRef(ask.caller, {})),
  ),
};
