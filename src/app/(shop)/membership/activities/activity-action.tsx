import type { ShownActivity } from "@/modules/activities/components/shown-activity";
import { JoinButton } from "./join-button";

/** What a member can do about an activity now: join it, or nothing. */
export function ActivityAction({ activity }: { activity: ShownActivity }) {
  const { joined, joining, eligible, status } = activity;
  if (joined || joining !== "CHOICE" || !eligible || status !== "RUNNING") return null;
  return <JoinButton activityId={activity.activityId} title={activity.title} />;
}
