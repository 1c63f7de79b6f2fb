import type { Work } from "@/platform/work";
import type { Account } from "../../points/service/account";
import { activityEvent } from "../events";
import type { ActivityRow } from "../store/activities";

/** An activity gave points or a coupon, for whoever looks at its effect. */
export function tell(
  work: Work,
  { member }: Account,
  activity: ActivityRow,
  { couponIds, ...award }: { orderId: string | null; points: number; couponIds: number[] },
): void {
  work.emit(
    activityEvent("activity.awarded", member.id, {
      externalId: member.externalId,
      activityId: activity.id,
      kind: activity.kind,
      tierCode: member.tierCode,
      ...award,
      ...(couponIds.length > 0 && { couponIds }),
    }),
  );
}
