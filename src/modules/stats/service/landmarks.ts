import { businessDate } from "@/platform/business-time";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { programAndLadderOf } from "../../tiers/service/ladder";
import type { Landmark, RangeInput } from "../schema";
import { begunIn, publishedIn } from "../store/landmarks";
import { rangeOf } from "./figures";
import { spanOf } from "./tier-flow";

/** Rules that were published and activities that began in a range, the earliest first. */
export async function landmarksOf(ask: Ask, input: RangeInput) {
  const range = await rangeOf(ask, input);
  const { timeZone } = (await programAndLadderOf(ask)).program;
  const span = spanOf(range, timeZone);
  // What is announced has not begun.
  const until = new Date(Math.min(span.until.getTime(), ask.now.getTime()));
  const [published, begun] = await Promise.all([
    publishedIn(ask.db, span.from, span.until),
    begunIn(ask.db, span.from, until),
  ]);
  const landmarks: Landmark[] = [
    ...published.map(({ id, reason, publishedAt }) => ({
      date: businessDate(publishedAt, timeZone),
      kind: "PUBLISHED" as const,
      id,
      title: reason,
    })),
    ...begun.map(({ id, title, startsAt }) => ({
      date: businessDate(startsAt, timeZone),
      kind: "ACTIVITY" as const,
      id,
      title: textIn(title, ask.locale),
    })),
  ];
  return { ...range, landmarks: landmarks.sort((a, b) => (a.date < b.date ? -1 : 1)) };
}
