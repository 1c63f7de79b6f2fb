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

let served: Prepared | undefined;

function openApiPrepared(): Prepared {
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
        { name: "members", description: "Who the members are" },
        { name: "tiers", description: "The ladder and who stands where" },
        { name: "points", description: "Earning, spending and the ledger" },
        { name: "benefits", description: "What a tier entitles to, and using it on an order" },
        { name: "checkout", description: "What an order would cost and bring" },
        { name: "activities", description: "Campaigns, check-in and inviting friends" },
        { name: "rewards", description: "What points buy, and how it gets there" },
        { name: "events", description: "What the shop's other services tell" },
        { name: "stats", description: "Members, points, spend and liability over days" },
        { name: "system", description: "What runs by itself" },
        { name: "health", description: "Whether the service is up and ready" },
      ],
    }),
  );
  return document;
}
