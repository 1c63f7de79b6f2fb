import { env } from "@/env";
import { appRouter } from "@/modules/router";
import { type Prepared, prepare } from "@/platform/prepared";
import { createRestDoor } from "@/platform/rest/door";
import { openApiDocument } from "@/platform/rest/openapi/document";
import { version } from "../../package.json";
import { createContext, strangerContext } from "./context";

/** What both hosts, server.ts and Next's route handlers, serve. Built once in each. */

export const REST_PREFIX = "/api/v1/member-system";
export const TRPC_PREFIX = "/api/trpc";

let door: ReturnType<typeof createRestDoor> | undefined;

export function restDoor() {
  const { APP_URL: home, CORS_ORIGINS: corsOrigins } = env();
  door ??= createRestDoor({
    router: appRouter,
    createContext,
    strangerContext,
    home,
    corsOrigins,
    document: openApiPrepared,
  });
  return door;
}

let served: Promise<Prepared> | undefined;

export function openApiPrepared(): Promise<Prepared> {
  served ??= prepare(openApiText());
  return served;
}

let document: string | undefined;

/** The OpenAPI document as text; the same for everybody. */
export function openApiText(): string {
  document ??= JSON.stringify(
    openApiDocument(appRouter, {
      title: "member-system",
      version,
      description:
        "Tiers, points, benefits and activities of a shop's members. Money is in minor units, points are whole numbers, instants are RFC 3339 UTC.",
      prefix: REST_PREFIX,
      tags: [
        { name: "members", description: "Enrolment, profiles and member status" },
        { name: "tiers", description: "Tiers and members’ tier changes" },
        { name: "points", description: "Earning, redeeming and the ledger" },
        { name: "benefits", description: "Tier benefits and their use on orders" },
        { name: "coupons", description: "Coupons: issued, looked up, checked and used on orders" },
        { name: "checkout", description: "Quotes for a checkout" },
        { name: "activities", description: "Activities, automations, check-in and referrals" },
        { name: "rewards", description: "Rewards, redemptions and fulfilment" },
        { name: "events", description: "Incoming events from the shop’s services" },
        { name: "stats", description: "Members, points, spend and liability over time" },
        { name: "system", description: "Scheduled jobs" },
        { name: "health", description: "Liveness and readiness checks" },
      ],
    }),
  );
  return document;
}
