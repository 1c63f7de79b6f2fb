import { memberRef } from "@/platform/auth";
import { query } from "@/platform/trpc";
import * as schema from "./schema/book";
import { listOrderLines, listOrders, listOrderVersions } from "./service/list";

/** Among a member's own lists. */
export const memberOrdersProcedures = {
  orders: query(
    {
      access: { operator: "members:read" },
      input: schema.memberOrdersInput,
      output: schema.orderList,
      fromReplica: true,
    },
    (ask, { limit, cursor, orderId, ...who }) =>
      listOrders(ask, memberRef(ask.caller, who), { limit, cursor, orderId }),
  ),

  orderLines: query(
    {
      access: { operator: "members:read" },
      input: schema.orderLinesInput,
      output: schema.orderLineList,
      fromReplica: true,
    },
    (ask, { orderId, ...who }) => listOrderLines(ask, memberRef(ask.caller, who), orderId),
  ),

  orderVersions: query(
    {
      access: { operator: "members:read" },
      input: schema.orderVersionsInput,
      output: schema.orderVersionList,
      fromReplica: true,
    },
    (ask, { orderId, ...who }) => listOrderVersions(ask, memberRef(ask.caller, who), orderId),
  ),
};
