import { useTranslations } from "next-intl";
import type { Outputs } from "@/trpc/client";

export type Landmark = Outputs["stats"]["landmarks"]["landmarks"][number];

/**
 * What happened to the program at each place of a chart, in words. Each place goes on until the next, and
 * `starts` has the first days of all, in order.
 */
export function useLandmarkNotes(
  landmarks: readonly Landmark[],
  starts: readonly string[],
): string[][] {
  const t = useTranslations("overview.trends.landmark");
  const notes: string[][] = starts.map(() => []);
  for (const { date, kind, title } of landmarks) {
    notes[starts.findLastIndex((start) => start <= date)]?.push(t(kind, { title }));
  }
  return notes;
}
