import type { Caller } from "@/platform/auth";
import { type LocalizedText, textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import type { View } from "@/platform/view";
import type { Permission } from "../../access/schema/access";
import { decidableKinds } from "../../access/service/policy";
import { ENDING_DAYS, NEARLY_SPENT_PCT } from "../../activities/rules/pace";
import { lastLedgerCheck } from "../../points/service/verify";
import { LOW_STOCK } from "../../rewards/rules/rewards";
import { type Known, ledgerStateOf } from "../rules";
import { type WorkKind, workKind } from "../schema";
import * as store from "../store/waiting";

/** What waits for somebody of the staff: of each kind that they may see how many, and the worst. */

export interface Looker {
  view: View;
  who: Caller;
  /** Business time. */
  now: Date;
  /** Of the server, for what it writes down by its own clock. */
  at: Date;
}

interface Kind {
  permission: Permission;
  find: (looker: Looker) => Promise<store.Found>;
  /** Of kinds in which the newest has the highest number. */
  newest?: (looker: Looker) => Promise<number>;
  /** How one is known, where its number does not say so. */
  keyOf?: (item: store.Waiting) => string;
}

const DAY_MS = 86_400_000;
const LATE_DAYS = 3;
const REFUSED_DAYS = 7;
/** An order may come a day after its refund; one that has not come in so many days never will. */
const PARKED_DAYS = [1, 30] as const;

const NOTHING: store.Found = { total: 0, late: null, items: [] };
const daysFrom = (now: Date, days: number) => new Date(now.getTime() + days * DAY_MS);

async function deciderOf({ view, who, now }: Looker): Promise<store.Decider | null> {
  const kinds = await decidableKinds(view, who);
  const { personId, actor } = who;
  return personId === null || kinds.length === 0 ? null : { kinds, personId, actor, now };
}

const KINDS: Record<WorkKind, Kind> = {
  APPROVALS: {
    permission: "points:adjust",
    find: async (looker) => {
      const decider = await deciderOf(looker);
      return decider ? store.approvals(looker.view.db, decider) : NOTHING;
    },
    newest: async (looker) => {
      const decider = await deciderOf(looker);
      return decider ? store.newestApproval(looker.view.db, decider) : 0;
    },
  },
  PARCELS: {
    permission: "rewards:write",
    find: ({ view, now }) => store.parcels(view.db, daysFrom(now, -LATE_DAYS)),
    newest: ({ view }) => store.newestParcel(view.db),
  },
  JOBS: { permission: "audit:read", find: ({ view }) => store.failedJobs(view.db) },
  LEDGER: {
    permission: "audit:read",
    find: async ({ view, at }) => {
      const check = await lastLedgerCheck(view.db);
      const state = ledgerStateOf(check, at);
      if (state === null) return NOTHING;
      const figures = { figure: check?.members ?? null, outOf: check?.accounts ?? null };
      const item = { id: state, name: state, memberId: null, at: check?.finishedAt ?? null };
      return { total: 1, late: null, items: [{ ...item, ...figures }] };
    },
  },
  ENDPOINTS: {
    permission: "access:manage",
    find: ({ view }) => store.endpoints(view.db),
    keyOf: ({ id, at }) => `${id} ${at?.toISOString()}`,
  },
  REFUSED: {
    permission: "members:read",
    find: ({ view, now }) => store.refusedEvents(view.db, daysFrom(now, -REFUSED_DAYS)),
    newest: ({ view }) => store.newestRefused(view.db),
  },
  PARKED: {
    permission: "members:read",
    find: ({ view, now }) => {
      const [after, within] = PARKED_DAYS;
      return store.parkedEvents(view.db, daysFrom(now, -within), daysFrom(now, -after));
    },
  },
  STOCK: {
    permission: "rewards:write",
    find: ({ view }) => store.lowStock(view.db, LOW_STOCK),
  },
  ENDING: {
    permission: "activities:write",
    find: ({ view, now }) => store.endingActivities(view.db, now, daysFrom(now, ENDING_DAYS)),
  },
  BUDGETS: {
    permission: "activities:write",
    find: ({ view, now }) => store.nearlySpent(view.db, now, NEARLY_SPENT_PCT),
  },
  UNPUBLISHED: {
    permission: "program:draft",
    find: ({ view }) => store.drafts(view.db, "PARKED"),
    keyOf: ({ id, at }) => `${id} ${at?.toISOString()}`,
  },
  SCHEDULED: {
    permission: "program:draft",
    find: ({ view }) => store.drafts(view.db, "SCHEDULED"),
    keyOf: ({ id, at }) => `${id} ${at?.toISOString()}`,
  },
};

/** What somebody with these permissions may see at all. */
export function kindsFor({ grants }: Pick<Caller, "grants">): WorkKind[] {
  return workKind.options.filter((kind) => grants.has(KINDS[kind].permission));
}

const WORST = 3;

export async function waitingWork(ask: Ask) {
  const looker = { view: ask, who: ask.caller, now: ask.now, at: new Date() };
  const all = await Promise.all(
    kindsFor(ask.caller).map(async (kind) => ({ kind, ...(await KINDS[kind].find(looker)) })),
  );
  const items = all
    .filter(({ total }) => total > 0)
    .map(({ kind, total, late, items: found }) => ({
      kind,
      count: total,
      late,
      worst: found
        .slice(0, WORST)
        .map((item) => ({ ...item, name: nameIn(item.name, ask.locale) })),
    }));
  return { items };
}

function nameIn(name: string | LocalizedText | null, locale: Ask["locale"]): string | null {
  return name === null || typeof name === "string" ? name : textIn(name, locale);
}

export interface KnownWork {
  kind: WorkKind;
  count: number;
  known: Known;
}

/** How it stands with some kinds, as somebody is told of it; what they may not see is left out. */
export async function knownWork(looker: Looker, kinds: readonly string[]): Promise<KnownWork[]> {
  const seen = kindsFor(looker.who).filter((kind) => kinds.includes(kind));
  return Promise.all(
    seen.map(async (kind) => {
      const { find, newest, keyOf = ({ id }) => id } = KINDS[kind];
      const found = await find(looker);
      const known = newest
        ? { newest: await newest(looker), keys: [] }
        : { newest: null, keys: found.items.map(keyOf) };
      return { kind, count: found.total, known };
    }),
  );
}
