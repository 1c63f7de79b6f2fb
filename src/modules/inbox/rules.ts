import { textNames } from "@/platform/texts";
import type { MessageKind } from "./schema";

const REWARD = textNames("rewardName");
const COUPON = textNames("couponName");

export interface MemberEvent {
  type: string;
  data: Record<string, unknown>;
}

export interface Message {
  kind: MessageKind;
  params: Record<string, unknown>;
}

/**
 * What a member is told of an event about them, or null: points that they earned themselves they have
 * seen, points that came otherwise they have not.
 * Example: points.earned of type ADJUST with 200 points → POINTS_CREDITED { points: 200 }.
 */
export function messageOf({ type, data }: MemberEvent): Message | null {
  switch (type) {
    case "tier.changed":
      return { kind: "TIER_CHANGED", params: pick(data, "from", "to", "cause") };
    case "points.expiring":
      return { kind: "POINTS_EXPIRING", params: pick(data, "points", "daysAhead", "expiresAt") };
    case "points.earned":
      return earned(data);
    case "reward.shipped": {
      const names = [...REWARD, "redemptionId", "carrier", "trackingCode"];
      return { kind: "REWARD_SHIPPED", params: pick(data, ...names) };
    }
    case "reward.tracking_corrected": {
      const names = [...REWARD, "redemptionId", "carrier", "trackingCode"];
      return { kind: "REWARD_RELABELLED", params: pick(data, ...names) };
    }
    case "reward.shipment_undone":
      return { kind: "REWARD_WAITS_AGAIN", params: pick(data, ...REWARD, "redemptionId") };
    case "reward.address_changed":
      // Members know what they changed themselves.
      if (data.byShop !== true) return null;
      return { kind: "REWARD_READDRESSED", params: pick(data, ...REWARD, "redemptionId") };
    case "reward.returned": {
      const names = [...REWARD, "redemptionId", "outcome", "points"];
      return { kind: "REWARD_RETURNED", params: pick(data, ...names) };
    }
    case "reward.cancelled": {
      // Members know what they called off themselves.
      if (data.byShop !== true) return null;
      const names = [...REWARD, "redemptionId", "points"];
      return { kind: "REWARD_CANCELLED", params: pick(data, ...names) };
    }
    case "coupon.issued":
      // What somebody takes in the points mall they are shown there.
      if (data.source === "REWARD") return null;
      return { kind: "COUPON_ISSUED", params: pick(data, ...COUPON, "couponId", "validUntil") };
    case "coupon.expiring":
      return { kind: "COUPON_EXPIRING", params: pick(data, ...COUPON, "couponId", "validUntil") };
    case "member.guest_orders_claimed":
      if (Number(data.orders) === 0) return null;
      return { kind: "GUEST_ORDERS", params: pick(data, "orders") };
    case "member.updated":
      return recordChanged(data);
    default:
      return null;
  }
}

/** By which somebody is reached, or named at the till: members know what they changed themselves. */
const REACHED_BY = ["phone", "email"];

function recordChanged({ byStaff, changed }: Record<string, unknown>): Message | null {
  if (byStaff !== true || !Array.isArray(changed)) return null;
  const fields = REACHED_BY.filter((field) => changed.includes(field));
  return fields.length > 0 ? { kind: "RECORD_CHANGED", params: { fields } } : null;
}

function earned(data: Record<string, unknown>): Message | null {
  if (data.type === "ADJUST") return { kind: "POINTS_CREDITED", params: pick(data, "points") };
  if (data.referenceType !== "ACTIVITY") return null;
  return { kind: "ACTIVITY_BONUS", params: pick(data, "points", "referenceId") };
}

function pick(data: Record<string, unknown>, ...names: string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, data[name] ?? null]));
}
