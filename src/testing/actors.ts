import { randomUUID } from "node:crypto";
import { permissionsOf } from "@/modules/access/rules/roles";
import { scope } from "@/modules/access/schema/access";
import { appRouter } from "@/modules/router";
import { ANONYMOUS, type Caller } from "@/platform/auth";
import type { Context } from "@/platform/context";
import { createCallerFactory } from "@/platform/trpc";
import { runWork, type Work } from "@/platform/work";

/** Everyone who may call, without signing in. */

export const SYSTEM: Caller = { ...ANONYMOUS, actor: "system" };

export const SERVICE: Caller = {
  ...ANONYMOUS,
  kind: "service",
  actor: "service:1",
  grants: new Set<string>(scope.options),
  pointsPerDayMax: 1_000_000_000_000,
};

export const WEBHOOK: Caller = {
  ...ANONYMOUS,
  kind: "service",
  actor: "webhook",
  grants: new Set(["signature:webhook"]),
};

export const OPERATOR: Caller = {
  ...ANONYMOUS,
  kind: "operator",
  actor: "operator:1",
  userId: 1,
  personId: 1,
  grants: new Set<string>(permissionsOf("operator")),
};

export const ADMIN: Caller = {
  ...OPERATOR,
  kind: "admin",
  actor: "admin:2",
  userId: 2,
  personId: 2,
  grants: new Set<string>(permissionsOf("admin")),
};

/** Another person than ADMIN. */
export const SECOND_ADMIN: Caller = { ...ADMIN, actor: "admin:3", userId: 3, personId: 3 };

export function memberCaller(memberId: number): Caller {
  return { ...ANONYMOUS, kind: "member", actor: `member:${memberId}`, userId: memberId, memberId };
}

export function contextOf(caller: Caller, changes: Partial<Context> = {}): Context {
  return {
    caller,
    requestId: randomUUID(),
    locale: "en",
    idempotencyKey: null,
    route: null,
    answerHeaders: new Map(),
    remoteAddress: "127.0.0.1",
    cookies: "",
    ...changes,
  };
}

const callerFor = createCallerFactory(appRouter);

/** The router as a caller sees it. */
export function as(caller: Caller, changes: Partial<Context> = {}) {
  return callerFor(contextOf(caller, changes));
}

/** The same for one act that has to be named by a key: every use of it is an act of its own. */
export function keyed(caller: Caller) {
  return as(caller, { idempotencyKey: randomUUID() });
}

/** One act at a moment of business time, in a transaction of its own. */
export function at<T>(
  now: Date | string,
  run: (work: Work) => Promise<T>,
  caller = SYSTEM,
): Promise<T> {
  return runWork({ caller, requestId: randomUUID(), now: new Date(now) }, "test", run);
}
