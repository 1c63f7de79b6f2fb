import type { ShownActivity } from "@/modules/activities/components/shown-activity";
import { canJoin } from "@/modules/activities/components/taking-part";
import { JoinButton } from "./join-button";

/** What a member can do about an activity now: join it, or nothing. */
export function ActivityAction({ activity }: { activity: ShownActivity }) {
  if (!canJoin(activity)) return null;
  return <JoinButton activityId={activity.activityId} title={activity.title} />;
}
