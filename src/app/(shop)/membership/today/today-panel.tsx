import { Hydrate } from "@/trpc/server";
import { Panel } from "@/ui/panel";
import { CheckInPanel } from "../check-in/check-in-panel";
import { TodayLines, type TodayLinesProps } from "./today-lines";

/** What is worth doing today, before everything else: the seal of the day, then what ends or arrives. */
export function TodayPanel(props: TodayLinesProps) {
  return (
    <Panel>
      <Hydrate>
        <CheckInPanel bare />
      </Hydrate>
      <TodayLines {...props} />
    </Panel>
  );
}
