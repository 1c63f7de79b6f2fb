import { businessDate } from "@/platform/business-time";
import type { View } from "@/platform/view";
import { programOf } from "../../program/service";
import { type Fifths, type Moment, NO_FIFTHS } from "../rules/moment";
import { type FactState, factState } from "../store/fact-state";

/** When a rule is asked, in the program's days. */
export async function momentOf(view: View & { now: Date }): Promise<Moment> {
  const [{ timeZone }, state] = await Promise.all([programOf(view), factState(view.db)]);
  return momentAt(view.now, timeZone, state);
}

export function momentAt(now: Date, timeZone: string, state: FactState | undefined): Moment {
  return { today: businessDate(now, timeZone), timeZone, fifths: fifthsOf(state) };
}

function fifthsOf(state: FactState | undefined): Fifths {
  if (!state?.fifths) return NO_FIFTHS;
  const [a, b, c, d] = JSON.parse(state.fifths) as number[];
  return [a ?? Infinity, b ?? Infinity, c ?? Infinity, d ?? Infinity];
}
