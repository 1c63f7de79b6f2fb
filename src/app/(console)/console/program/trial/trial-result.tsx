import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import { type Column, DataTable } from "@/ui/data-table";

type Trial = Outputs["orders"]["trial"];
type Side = Trial["inForce"];
type Line = Trial["lines"][number];

interface Compared {
  key: "tier" | "price" | "toPay" | "best" | "points" | "mostPoints";
  inForce: string;
  proposed: string;
}

/** An order by both versions, side by side and line by line. */
export function TrialResult({ trial }: { trial: Trial }) {
  const t = useTranslations("program.trial");
  const sides = [trial.inForce, trial.proposed];
  return (
    <div className="mt-5">
      {sides.every(({ figures }) => figures === null) ? null : <Whole trial={trial} />}
      {trial.lines.length > 0 ? <Lines lines={trial.lines} /> : null}
      {sides.some(({ refusal }) => refusal !== null) ? (
        <p role="alert" className="mt-3 text-sm text-warn">
          {t(trial.inForce.refusal === null ? "refusedProposed" : "refusedInForce")}
        </p>
      ) : null}
      {trial.wrongCodes.length > 0 ? (
        <p role="alert" className="mt-3 text-sm text-warn">
          {t("wrongCodes", { codes: trial.wrongCodes.join(t("comma")) })}
        </p>
      ) : null}
      <p className="mt-3 text-ink-faint text-sm">{t("nothingWritten")}</p>
    </div>
  );
}

function Whole({ trial }: { trial: Trial }) {
  const t = useTranslations("program.trial");
  const of = useFigures();
  const [before, after] = [of(trial.inForce), of(trial.proposed)];
  const keys = ["tier", "price", "best", "toPay", "points", "mostPoints"] as const;
  const rows: Compared[] = keys
    .map((key) => ({ key, inForce: before[key], proposed: after[key] }))
    .filter(({ inForce, proposed }) => inForce !== "–" || proposed !== "–");
  const columns: Column<Compared>[] = [
    { header: t("what"), primary: true, cell: ({ key }) => t(`figures.${key}`) },
    { header: t("inForce"), figure: true, cell: ({ inForce }) => inForce },
    { header: t("proposed"), figure: true, cell: ({ proposed }) => proposed },
  ];
  return <DataTable caption={t("title")} rows={rows} keyOf={({ key }) => key} columns={columns} />;
}

/** What each side says of the whole order. */
function useFigures() {
  const t = useTranslations("program.trial");
  const format = useFormats();
  return ({ figures }: Side): Record<Compared["key"], string> => {
    if (!figures) {
      return { tier: "–", price: "–", toPay: "–", best: "–", points: "–", mostPoints: "–" };
    }
    const { tier, tierPriceMinor, best, maxPoints, pointsToEarn } = figures;
    const applied = (best?.applied ?? []).map(({ kind, name, discountMinor }) =>
      t("applied", {
        name: name ?? t(`kinds.${kind}`),
        amount: format.money(discountMinor),
      }),
    );
    return {
      tier: tier.name,
      price: format.money(tierPriceMinor),
      best: best ? applied.join(t("comma")) || t("nothing") : "–",
      toPay: best ? format.money(best.toPayMinor) : "–",
      points: format.points(best?.pointsToEarn ?? pointsToEarn),
      mostPoints: format.points(best?.points.maxPoints ?? maxPoints),
    };
  };
}

function Lines({ lines }: { lines: readonly Line[] }) {
  const t = useTranslations("program.trial");
  const format = useFormats();
  const side = (which: "inForce" | "proposed") => (line: Line) => {
    const own = line[which];
    if (!own) return "–";
    const facts = [
      t("linePays", { amount: format.money(own.toPayMinor) }),
      t("lineEarns", { points: format.points(own.points) }),
      ...(own.rule ? [own.rule] : []),
    ];
    return facts.join(" · ");
  };
  const columns: Column<Line>[] = [
    {
      header: t("ofLine"),
      primary: true,
      cell: ({ sku, quantity }) => t("pieces", { sku, quantity }),
    },
    { header: t("inForce"), figure: true, cell: side("inForce") },
    { header: t("proposed"), figure: true, cell: side("proposed") },
  ];
  return (
    <div className="mt-4">
      <DataTable
        caption={t("byLine")}
        rows={lines}
        keyOf={({ lineId }) => lineId}
        columns={columns}
      />
    </div>
  );
}
