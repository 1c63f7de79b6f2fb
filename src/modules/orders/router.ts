import { memberRef } from "@/platform/auth";
import { query } from "@/platform/trpc";
import { memberOrdersInput, orderList } from "./schema/book";
import { listOrders } from "./service/list";

/** Among a member's own lists. */
export const memberOrdersProcedures = {
  orders: query(
    {
      access: { operator: "members:read" },
      input: memberOrdersInput,
      output: orderList,
      fromReplica: true,
    },
    (ask, { limit, cursor, ...who }) =>
      listOrders(ask, memberRef(ask.caller, who), { limit, cursor }),
  ),
};
