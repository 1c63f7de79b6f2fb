import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { TierMark } from "@/modules/tiers/components/tier-mark";
import { Badge } from "@/ui/badge";
import { type Column, DataTable } from "@/ui/data-table";
import { type Flows, membersIn, type PreviewedTier } from "./whole-preview";

interface TierCountsProps {
  caption: string;
  tiers: readonly PreviewedTier[];
  cells: Flows["cells"];
}

/** How many each tier has before and after, and where those who leave it go. */
export function TierCounts({ caption, tiers, cells }: TierCountsProps) {
  const t = useTranslations("program.preview");
  const format = useFormats();
  const nameOf = (code: string) => tiers.find((tier) => tier.code === code)?.name ?? code;
  const count = (side: "from" | "to") => (tier: PreviewedTier) => membersIn(cells, side, tier.code);
  const [before, after] = [count("from"), count("to")];
  const leaving = (tier: PreviewedTier) =>
    cells.filter(({ from, to }) => from === tier.code && to !== tier.code);
  const columns: Column<PreviewedTier>[] = [
    {
      header: t("tier"),
      primary: true,
      cell: (tier) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          <TierMark tier={tier} />
          {tier.change === "NONE" ? null : <Badge>{t(`change.${tier.change}`)}</Badge>}
        </span>
      ),
    },
    { header: t("before"), figure: true, cell: (tier) => format.points(before(tier)) },
    { header: t("after"), figure: true, cell: (tier) => format.points(after(tier)) },
    {
      header: t("difference"),
      figure: true,
      cell: (tier) => format.signedPoints(after(tier) - before(tier)),
    },
    {
      header: t("goesTo"),
      cell: (tier) =>
        leaving(tier)
          .map(({ to, members }) =>
            t("goes", { tier: nameOf(to), members: format.points(members) }),
          )
          .join(t("comma")) || "–",
    },
  ];
  return (
    <div className="mt-4">
      <DataTable
        caption={caption}
        rows={tiers.toReversed()}
        keyOf={({ code }) => code}
        columns={columns}
      />
    </div>
  );
}
