import type { Outputs } from "@/trpc/client";
import { Panel } from "@/ui/panel";
import { CheckInPanel } from "../check-in/check-in-panel";
import { TodayLines, type TodayLinesProps } from "./today-lines";

interface TodayPanelProps extends TodayLinesProps {
  checkIns: Outputs["earning"]["checkIns"];
}

/** What is worth doing today, before everything else: the seal of the day, then what ends or arrives. */
export function TodayPanel({ checkIns, ...props }: TodayPanelProps) {
  return (
    <Panel>
      <CheckInPanel initial={checkIns} bare />
      <TodayLines {...props} />
    </Panel>
  );
}
