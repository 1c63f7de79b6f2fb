import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { movesOf, type Step } from "./ladder-moves";

/** What publishing a ladder does to members at once and what it leaves, in words with how many they are. */
export function useLadderEffects(before: readonly Step[], after: readonly Step[]): string[] {
  const t = useTranslations("program.effects");
  const format = useFormats();
  const trpc = useTRPC();
  const moves = movesOf(before, after);
  const tiers = after.map(({ code, thresholdMinor }) => ({ code, thresholdMinor }));
  const isPreviewed = moves.lifts || moves.removes;
  const { data } = useQuery(trpc.tiers.preview.queryOptions({ tiers }, { enabled: isPreviewed }));
  const count = ({ members, more }: { members: number; more: boolean }) =>
    `${format.points(members)}${more ? "+" : ""}`;

  function lifted(): string {
    if (!data) return t("lifts");
    if (data.lifted.members === 0) return t("liftsNobody");
    return t(data.atMost ? "liftsAtMost" : "liftsCounted", { count: count(data.lifted) });
  }

  return [
    ...(moves.lifts ? [lifted(), t("stays")] : []),
    ...(moves.raises ? [t("raises")] : []),
    ...(moves.removes
      ? [data ? t("removesCounted", { count: count(data.moved) }) : t("removes")]
      : []),
  ];
}
