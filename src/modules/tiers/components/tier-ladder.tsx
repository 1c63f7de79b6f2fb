import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { Badge } from "@/ui/badge";
import { classNames } from "@/ui/class-names";
import { Seal } from "@/ui/seal";
import { tableRoles } from "@/ui/table-roles";
import { sealTextFor } from "./seal-text";
import { useTierWords } from "./use-tier-words";

export interface LadderTier {
  code: string;
  name: string;
  rank: number;
  thresholdMinor: number;
  discountRateBps: number;
  multiplierPct: number;
  benefits: readonly { type: string; name: string }[];
}

const swatches = ["bg-tier-1", "bg-tier-2", "bg-tier-3", "bg-tier-4", "bg-tier-5"];

interface TierLadderProps {
  tiers: readonly LadderTier[];
  /** The code of the reader's own tier, marked in the ladder. */
  ownCode?: string | undefined;
  caption: string;
}

/**
 * The ladder one can see: a table whose steps grow with what they ask for. Below 768 pixels each
 * row is a card of its own, still the same table to a screen reader.
 */
export function TierLadder({ tiers, ownCode, caption }: TierLadderProps) {
  const t = useTranslations("tiers");
  const format = useFormats();
  const { price } = useTierWords();
  const ownRank = tiers.find(({ code }) => code === ownCode)?.rank ?? Number.POSITIVE_INFINITY;
  const highest = tiers.at(-1)?.rank ?? 1;
  const cell =
    "flex items-baseline justify-between gap-4 py-1.5 md:table-cell md:px-4 md:py-5 md:align-middle";
  const cellLabel = "shrink-0 text-ink-faint text-sm md:hidden";
  return (
    <table {...tableRoles.table} className="block w-full text-left md:table">
      <caption className="sr-only">{caption}</caption>
      <thead
        {...tableRoles.rowGroup}
        className="sr-only md:sticky md:not-sr-only md:top-0 md:z-10 md:table-header-group md:bg-surface"
      >
        <tr {...tableRoles.row} className="border-line border-b text-ink-faint text-sm">
          {(["tier", "threshold", "pays", "points", "benefits"] as const).map((column) => (
            <th
              key={column}
              {...tableRoles.columnHeader}
              scope="col"
              className="px-4 py-3 font-normal"
            >
              {t(`column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...tableRoles.rowGroup} className="block md:table-row-group">
        {tiers.map((tier) => (
          <tr
            key={tier.code}
            {...tableRoles.row}
            className={classNames(
              "block border-line border-b px-5 pt-2 pb-5 last:border-0 md:table-row",
              tier.code === ownCode && "md:bg-seal-soft/45",
            )}
          >
            <th
              {...tableRoles.rowHeader}
              scope="row"
              className={classNames(
                // What a step brings is read below its name, which stays in view as long.
                "sticky top-0 z-10 block bg-surface py-3 font-normal",
                "md:static md:table-cell md:bg-transparent md:p-4 md:py-5 md:align-middle",
              )}
            >
              <span className="flex items-center gap-3.5">
                <span
                  aria-hidden="true"
                  className="flex h-11 w-2 items-end overflow-hidden rounded-full bg-sunken"
                >
                  <span
                    className={classNames(
                      "block w-full rounded-full",
                      swatches[Math.min(tier.rank, 5) - 1],
                    )}
                    style={{ height: `${(tier.rank / highest) * 100}%` }}
                  />
                </span>
                <Seal text={sealTextFor(tier)} open={tier.rank > ownRank} />
                <span>
                  <span className="block font-semibold font-serif text-lg">{tier.name}</span>
                  {tier.code === ownCode ? <Badge tone="seal">{t("yours")}</Badge> : null}
                </span>
              </span>
            </th>
            <td {...tableRoles.cell} className={cell}>
              <span className={cellLabel}>{t("column.threshold")}</span>
              <span className="tabular">
                {tier.thresholdMinor === 0
                  ? t("thresholdNone")
                  : format.moneyShort(tier.thresholdMinor)}
              </span>
            </td>
            <td {...tableRoles.cell} className={cell}>
              <span className={cellLabel}>{t("column.pays")}</span>
              <span className="tabular font-medium">{price(tier.discountRateBps)}</span>
            </td>
            <td {...tableRoles.cell} className={cell}>
              <span className={cellLabel}>{t("column.points")}</span>
              <span className="tabular">
                {t("multiplier", { factor: format.multiplier(tier.multiplierPct) })}
              </span>
            </td>
            <td {...tableRoles.cell} className={cell}>
              <span className={cellLabel}>{t("column.benefits")}</span>
              {tier.benefits.length === 0 ? (
                <span className="text-ink-soft">{t("noBenefits")}</span>
              ) : (
                <ul className="space-y-1 text-right md:text-left">
                  {tier.benefits.map((benefit) => (
                    <li
                      key={`${benefit.type}${benefit.name}`}
                      className="flex items-center justify-end gap-2 md:justify-start"
                    >
                      <Check
                        aria-hidden="true"
                        className="size-4 shrink-0 text-seal-ink"
                        strokeWidth={2}
                      />
                      {benefit.name}
                    </li>
                  ))}
                </ul>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
