import { describe, expect, it } from "vitest";
import { documentUnderTest, type Json, operationsUnderTest } from "./document";

/**
 * What callers were promised to find in each answer, told a second time by hand: a field that is
 * renamed or lost breaks them, although document and code would still agree.
 */

const PROFILE =
  "memberId memberCode externalId nickname status birthday preferences joinedAt " +
  "tier.code tier.name tier.rank tier.discountRateBps tier.multiplierPct tier.since tier.protectedUntil " +
  "points.available points.pending points.frozen points.owed points.totalEarned points.totalRedeemed " +
  "points.totalExpired points.nextExpiry.points points.nextExpiry.expiresAt " +
  "spend.lifetimeMinor spend.qualifyingMinor spend.orders nextTier.code nextTier.name " +
  "nextTier.requiredMinor nextTier.remainingMinor nextTier.progressPct benefits";

const ANSWERS: Record<string, string> = {
  "GET /profile": PROFILE,
  "PUT /profile": PROFILE,
  "POST /members": PROFILE,
  "GET /members/{memberId}": PROFILE,
  "GET /points/transactions":
    "items.id items.type items.points items.balanceAfter items.reason items.memberNote items.referenceType items.referenceId " +
    "items.breakdown items.expiresAt items.createdAt nextCursor summary",
  "POST /points/earn": "transactionId pointsEarned available expiresAt tierChanged duplicate",
  "POST /points/use": "transactionId pointsUsed discountMinor payableMinor available",
  "POST /points/redeem": "redemptionId rewardName pointsCost available status",
  "GET /benefits/available":
    "items.usable items.reason items.quota.limit items.quota.used items.quota.resetsAt items.validUntil",
  "POST /benefits/use": "usageId status valueMinor remaining",
  "GET /tiers": "items.code items.name items.benefits",
  "POST /tiers/assign": "from to changeId",
  "POST /activities/{activityId}/join": "participationId joinedAt pointsAwarded",
  "GET /admin/statistics": "overview tierDistribution liability",
  "GET /points/balance":
    "available pending frozen owed expiring.points expiring.expiresAt worthMinor",
  "POST /points/holds": "holdId status points discountMinor expiresAt available",
  "POST /points/holds/{holdId}/capture":
    "status transactionId pointsUsed pointsReleased discountMinor available",
  "POST /points/holds/{holdId}/release": "status available",
  "GET /points/holds/{holdId}": "holdId status",
  "POST /points/transactions/{id}/reverse": "transactionId pointsRestored available",
  "POST /checkout/quote":
    "tier.code tier.name tierPriceMinor benefits.benefitId benefits.type benefits.usable benefits.reason " +
    "benefits.valueMinor maxPoints maxPointsDiscountMinor pointsToEarn nextTier.code nextTier.tierPriceMinor " +
    "nextTier.pointsToEarn",
  "POST /check-in": "points streak available",
  "GET /check-in": "days streak todayDone",
  "POST /benefits/usages/{usageId}/commit": "status remaining",
  "POST /benefits/usages/{usageId}/cancel": "status remaining",
  "GET /rewards":
    "items.rewardId items.name items.kind items.pointsCost items.stock items.perMonth items.minTier " +
    "items.redeemable items.reason",
  "GET /redemptions":
    "items.redemptionId items.rewardName items.pointsCost items.quantity items.status items.trackingCode " +
    "items.createdAt nextCursor",
  "POST /redemptions/{id}/cancel": "status available",
  "GET /parcels":
    "items.redemptionId items.rewardName items.quantity items.status items.memberCode items.addressRevision " +
    "items.waitingDays items.togetherWith items.carrier items.carrierCode items.trackingCode nextCursor",
  "POST /parcels/ship": "items.redemptionId items.status items.code items.repeated",
  "POST /parcels/{redemptionId}/return": "redemptionId status pointsRestored available",
  "GET /carriers": "items.code items.name items.shapes items.enabled",
  "POST /admin/points/batch": "batchId status accepted rejected totalPoints",
  "GET /admin/points/batch/{batchId}":
    "status progress items.row items.status items.code items.transactionId nextCursor",
  "GET /events":
    "items.id items.type items.occurredAt items.memberId items.externalId items.data nextCursor",
  "GET /health": "status",
  "GET /health/ready": "status database migrations cache ledger version",
};

/** The names of a schema's fields, with the way to them. */
function fieldsIn(schema: Json, prefix = ""): string[] {
  const variants = (schema.oneOf ?? schema.anyOf) as Json[] | undefined;
  if (variants) return variants.flatMap((variant) => fieldsIn(variant, prefix));
  if (schema.items) return fieldsIn(schema.items as Json, prefix);
  return Object.entries((schema.properties ?? {}) as Record<string, Json>).flatMap(
    ([name, part]) => [`${prefix}${name}`, ...fieldsIn(part, `${prefix}${name}.`)],
  );
}

describe("the answer of", () => {
  const operations = operationsUnderTest(documentUnderTest().document);
  const promised = operations.flatMap((operation) => {
    const name = `${operation.method} ${operation.path}`;
    const fields = ANSWERS[name];
    return fields === undefined ? [] : [{ name, operation, fields: fields.split(" ") }];
  });

  it.each(promised)("$name has what was promised", ({ operation, fields }) => {
    const success = operation.answers.find(({ status }) => status < 300);
    expect(fieldsIn(success?.schema ?? {})).toEqual(expect.arrayContaining(fields));
  });
});
