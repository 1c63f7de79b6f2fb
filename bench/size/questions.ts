import { ADMIN, as, memberCaller, SERVICE } from "@/testing/actors";

/** What the console's pages and the statistics ask, with what costs most of each. */

export interface Question {
  name: string;
  ask: () => Promise<unknown>;
}

const SORTS = ["joinedAt", "lifetimeMinor", "available", "lastActiveAt"] as const;
const admin = as(ADMIN);
const service = as(SERVICE);

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

/** @param code of the coupon that everybody has */
export function questionsFor(members: number, code: string): Question[] {
  const questions: Question[] = [];
  const put = (name: string, ask: () => Promise<unknown>) => questions.push({ name, ask });
  const memberId = String(Math.floor(members / 2) + 2 - (Math.floor(members / 2) % 2));
  const who = { memberId };
  const page = { limit: 25 };
  const search = { ...page, sort: "joinedAt" as const };

  for (const sort of SORTS)
    put(`members.list by ${sort}`, () => admin.members.list({ ...page, sort }));
  for (const query of [
    "林",
    "桐",
    "bulk-1",
    "bulk-99",
    "M",
    "M 1",
    "199",
    "1990",
    "禾",
    "no such",
  ]) {
    put(`members.list ${query}`, () => admin.members.list({ ...search, query }));
    put(`members.list ${query}, most points`, () =>
      admin.members.list({ ...search, sort: "available", query }),
    );
  }
  for (const sort of SORTS) {
    put(`members.list REGISTERED by ${sort}`, () =>
      admin.members.list({ ...page, sort, tier: "REGISTERED" }),
    );
  }
  put("members.list DIAMOND", () => admin.members.list({ ...search, tier: "DIAMOND" }));
  put("members.list FROZEN M 1", () =>
    admin.members.list({ ...search, query: "M 1", status: "FROZEN" }),
  );
  put("members.list CLOSED", () => admin.members.list({ ...search, status: "CLOSED" }));
  put("members.list CLOSED M", () =>
    admin.members.list({ ...search, query: "M", status: "CLOSED" }),
  );
  put("members.list GOLD bulk-1, last active", () =>
    admin.members.list({ ...search, query: "bulk-1", tier: "GOLD", sort: "lastActiveAt" }),
  );

  put("members.get", () => admin.members.get(who));
  put("members.record", () => admin.members.record(who));
  put("members.mergePreview", () =>
    admin.members.mergePreview({ ...who, fromMemberId: String(Number(memberId) + 2) }),
  );
  put("members.mergedFrom", () => admin.members.mergedFrom(who));
  put("members.consents", () => admin.members.consents({ ...who, ...page }));
  put("members.notes", () => admin.members.notes({ ...who, ...page }));
  put("members.tierHistory", () => admin.members.tierHistory({ ...who, ...page }));
  put("members.lots", () => admin.members.lots({ ...who, ...page }));
  put("members.orders", () => admin.members.orders({ ...who, ...page }));
  put("members.audit", () => admin.members.audit({ ...who, ...page }));
  put("profile.export", () => admin.profile.export(who));
  put("points.balance", () => admin.points.balance(who));
  put("points.explain", () => admin.points.explain(who));
  put("points.transactions", () => admin.points.transactions({ ...who, ...page }));
  put("points.ledgerCheck", () => admin.points.ledgerCheck({}));
  put("points.batches", () => admin.points.batches(page));
  put("approvals.list", () => admin.approvals.list(page));
  put("benefits.available", () => admin.benefits.available(who));
  put("benefits.usages", () => admin.benefits.usages({ ...who, ...page }));
  put("orders.quote", () => admin.orders.quote({ ...who, orderAmountMinor: 39_900 }));

  put("coupons.mine", () => admin.coupons.mine({ ...who, ...page, only: "ALL" }));
  put("coupons.mine, the member", () =>
    as(memberCaller(Number(memberId))).coupons.mine({ ...page }),
  );
  put("coupons.get, used by many", () => admin.coupons.get({ code }));
  put("coupons.check, used by many", () =>
    service.coupons.check({ ...who, code, orderAmountMinor: 9_900 }),
  );
  put("coupons.issues", () => admin.coupons.issues(page));
  put("coupons.definitions", () => admin.coupons.definitions(page));

  put("audit.list", () => admin.audit.list(page));
  put("audit.list, one actor", () => admin.audit.list({ ...page, actor: "service:7" }));
  put("audit.list, something rare", () => admin.audit.list({ ...page, action: "points.adjust" }));
  put("audit.list, rare of one actor", () =>
    admin.audit.list({ ...page, actor: "service:7", action: "points.adjust" }),
  );
  put("audit.list, never of one actor", () =>
    admin.audit.list({ ...page, actor: "webhook", action: "points.earn" }),
  );
  put("audit.choices", () => admin.audit.choices({}));
  put("access.actorNames", () => admin.access.actorNames({ actors: ["operator:1", "service:1"] }));

  put("activities.manage", () => admin.activities.manage(page));
  put("rewards.managed", () => admin.rewards.managed(page));
  put("rewards.queue", () => admin.rewards.queue({ ...page, status: "PENDING" }));
  put("rewards.redemptions", () => admin.rewards.redemptions({ ...who, ...page }));
  put("access.operators", () => admin.access.operators(page));
  put("access.keys", () => admin.access.keys(page));
  put("events.list", () => service.events.list({ limit: 100 }));
  put("events.list, something rare", () =>
    service.events.list({ limit: 100, types: "tier.changed" }),
  );
  put("webhooks.endpoints", () => admin.webhooks.endpoints(page));
  put("webhooks.deliveries", () => admin.webhooks.deliveries({ ...page, endpointId: "1" }));
  put("webhooks.deliveries FAILED", () =>
    admin.webhooks.deliveries({ ...page, endpointId: "1", status: "FAILED" }),
  );
  put("system.list", () => admin.system.list({}));
  put("health.ready", () => admin.health.ready({}));

  const ranges = { "30 days": day(29), "400 days": day(399), "two years": day(729) };
  for (const [name, from] of Object.entries(ranges)) {
    put(`stats.statistics, ${name}`, () => admin.stats.statistics({ from }));
    put(`stats.effects, ${name}`, () => admin.stats.effects({ from }));
    put(`stats.dashboard, ${name}`, () => admin.stats.dashboard({ from }));
  }
  return questions;
}
