import { command, query, router } from "@/platform/trpc";
import * as schema from "./schema";
import * as deliveries from "./service/deliveries";
import * as endpoints from "./service/endpoints";
import { feedOf } from "./service/feed";

const ADMINS = { operator: "access:manage" } as const;

/** @param types the one list of events, which a module does not import */
export function webhooksRouter(types: schema.EventTypes) {
  return router({
    eventTypes: query(
      { access: ADMINS, input: schema.nothing, output: schema.eventTypeList },
      () => ({ eventTypes: [...types] }),
    ),

    endpoints: query(
      { access: ADMINS, input: schema.listInput, output: schema.endpointList },
      (ask, input) => endpoints.listEndpoints(ask, input),
    ),

    endpoint: query(
      { access: ADMINS, input: schema.byId, output: schema.endpointView },
      (ask, { endpointId }) => endpoints.viewEndpoint(ask.db, endpointId),
    ),

    create: command(
      {
        access: ADMINS,
        input: schema.createInput(types),
        output: schema.secretOutput,
        secret: true,
      },
      (work, input, looked: endpoints.Looked) => endpoints.createEndpoint(work, input, looked),
      { before: (_, input) => endpoints.lookAt(input) },
    ),

    update: command(
      { access: ADMINS, input: schema.updateInput(types), output: schema.endpointView },
      (work, { endpointId, ...input }, looked: endpoints.Looked) =>
        endpoints.updateEndpoint(work, endpointId, input, looked),
      { before: (_, input) => endpoints.lookAt(input) },
    ),

    pause: command(
      { access: ADMINS, input: schema.byId, output: schema.endpointView },
      (work, { endpointId }) => endpoints.pauseEndpoint(work, endpointId),
    ),

    resume: command(
      { access: ADMINS, input: schema.byId, output: schema.endpointView },
      (work, { endpointId }) => endpoints.resumeEndpoint(work, endpointId),
    ),

    remove: command(
      { access: ADMINS, input: schema.byId, output: schema.byId },
      (work, { endpointId }) => endpoints.removeEndpoint(work, endpointId),
    ),

    rotate: command(
      { access: ADMINS, input: schema.rotateInput, output: schema.secretOutput, secret: true },
      (work, { endpointId, overlapHours }) =>
        endpoints.rotateSecret(work, endpointId, overlapHours),
    ),

    ping: command(
      { access: ADMINS, input: schema.byId, output: schema.pingOutput },
      (work, { endpointId }, attempt: Awaited<ReturnType<typeof endpoints.sendPing>>) =>
        endpoints.pingEndpoint(work, endpointId, attempt),
      { before: (ask, { endpointId }) => endpoints.sendPing(ask, endpointId) },
    ),

    deliveries: query(
      {
        access: ADMINS,
        input: schema.deliveriesInput,
        output: schema.deliveryList,
        fromReplica: true,
      },
      (ask, input) => deliveries.listDeliveries(ask, input),
    ),

    delivery: query(
      {
        access: ADMINS,
        input: schema.deliveryById,
        output: schema.deliveryDetail,
        fromReplica: true,
      },
      (ask, { deliveryId }) => deliveries.viewDelivery(ask.db, deliveryId),
    ),

    resend: command(
      { access: ADMINS, input: schema.deliveryById, output: schema.resendOutput },
      (work, { deliveryId }) => deliveries.resendDelivery(work, deliveryId),
    ),

    resendSince: command(
      { access: ADMINS, input: schema.resendSinceInput, output: schema.resendSinceOutput },
      (work, { endpointId, since }) => deliveries.resendSince(work, endpointId, since),
    ),
  });
}

export function eventsRouter(types: schema.EventTypes) {
  return router({
    list: query(
      {
        access: { service: "events:read" },
        input: schema.feedInput(types),
        output: schema.feedOutput(types),
        fromReplica: true,
        rest: {
          method: "GET",
          path: "/events",
          tag: "events",
          summary: "List events in one gapless order",
          description:
            "Ask again with `after` set to the id of the last event seen. An event that is read once never changes its place.",
          example: {
            output: {
              items: [
                {
                  id: "1042",
                  type: "tier.changed",
                  occurredAt: "2026-11-20T06:30:00.000Z",
                  memberId: "17",
                  externalId: "u-1001",
                  data: { from: "BRONZE", to: "SILVER", cause: "ORDER" },
                },
              ],
              nextCursor: null,
            },
          },
        },
      },
      (ask, input) => feedOf(ask, input),
    ),
  });
}
