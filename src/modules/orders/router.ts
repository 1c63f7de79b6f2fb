import { memberRef } from "@/platform/auth";
import { query } from "@/platform/trpc";
import { memberOrdersInput, orderLineList, orderLinesInput, orderList } from "./schema/book";
import { listOrderLines, listOrders } from "./service/list";

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

  orderLines: query(
    {
      access: { operator: "members:read" },
      input: orderLinesInput,
      output: orderLineList,
      fromReplica: true,
    },
    (ask, { orderId, ...who }) => listOrderLines(ask, memberRef(ask.caller, who), orderId),
  ),
};
