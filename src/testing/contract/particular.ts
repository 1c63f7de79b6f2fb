import fc from "fast-check";
import { fresh } from "../factories";
import type { Fields } from "./valid";

/** What single operations want otherwise than all others. */

/** The number of the examples. */
export const LABEL = { carrier: "SF", trackingCode: "SF1400203088812", unusual: true };

/** Members who ordered. */
export const RULE = { match: "ALL" as const, of: [{ field: "orders" as const, min: 1 }] };

/** Something that fits together, under a name of its own. */
const AUTOMATION: Fields = {
  name: fc.integer().map(() => ({ "zh-CN": fresh("礼"), en: fresh("a") })),
  trigger: fc.constant({ kind: "FIRST_ORDER", minimumMinor: 100 }),
  conditions: fc.constant(undefined),
  againAfterDays: fc.constant(undefined),
  startsAt: fc.constant(undefined),
  endsAt: fc.constant(undefined),
  revision: fc.constant(1),
};

const SEGMENT: Fields = {
  name: fc.integer().map(() => ({ "zh-CN": fresh("群"), en: fresh("s") })),
  rule: fc.constant(RULE),
  revision: fc.constant(1),
};

/** Fields that mean something else in an operation. */
export const FIELDS_OF: Record<string, Fields> = {
  // The order of the hold, which its own id has already; any other is refused.
  points_capture: { orderId: fc.constant(undefined) },
  // By the id: one of both is asked for.
  coupons_checkNamed: { code: fc.constant(undefined) },
  coupons_takeNamed: { code: fc.constant(undefined) },
  imports_check: { rows: fc.constant(1) },
  members_list: { rule: fc.constant(JSON.stringify(RULE)) },
  segments_count: SEGMENT,
  segments_create: SEGMENT,
  segments_update: SEGMENT,
  rewards_correctLabel: { carrier: fc.constant("SF"), unusual: fc.constant(true) },
  rewards_undoShipment: { trackingCode: fc.constant(LABEL.trackingCode) },
  rewards_returnParcel: {
    trackingCode: fc.constant(LABEL.trackingCode),
    outcome: fc.constantFrom("REFUND", "KEEP"),
  },
  automations_create: AUTOMATION,
  automations_update: AUTOMATION,
  automations_act: { action: fc.constant("start"), revision: fc.constant(1) },
};

/** Operations that a test must not let succeed. */
export const NEVER_RIGHT: Record<string, string> = {
  system_testClock: "moves the time of the whole process",
  profile_close: "ends the member whom the other calls are about",
  members_merge: "takes the version of a preview, which no line here can know",
  earning_makeUp: "needs a missed day of this month, which on its first nobody has",
  benefits_setTiers: "publishes another program than the one that the other calls are about",
};

/** Operations whose externalId is somebody new. */
export const ENROLS = new Set(["members_create"]);
