import { useTranslations } from "next-intl";
import { ShareList } from "@/ui/charts/share-list";

/** More than these are in the table alone. */
const DRAWN_MAX = 8;

interface RankedSharesProps {
  label: string;
  /** The largest first. */
  rows: readonly { key: string; name: string; value: number; text: string }[];
}

/** The largest of many, a bar for each; what came to nothing is in the table. */
export function RankedShares({ label, rows }: RankedSharesProps) {
  const t = useTranslations("overview.ranked");
  const some = rows.filter(({ value }) => value > 0);
  const drawn = (some.length > 0 ? some : rows).slice(0, DRAWN_MAX);
  const more = rows.length - drawn.length;
  return (
    <>
      <ShareList
        label={label}
        shares={drawn.map(({ key, name, value, text }) => ({
          key,
          name,
          value,
          valueText: text,
          swatch: "bg-bar",
        }))}
      />
      {more > 0 ? (
        <p className="mt-4 text-ink-faint text-xs">{t("more", { count: more })}</p>
      ) : null}
    </>
  );
}
