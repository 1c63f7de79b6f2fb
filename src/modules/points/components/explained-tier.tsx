import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { TierChangeRow } from "@/modules/tiers/components/tier-change-row";
import { EmptyState } from "@/ui/empty-state";
import { useActorName } from "./use-actor-name";

interface ExplainedTierProps {
  tier: {
    code: string;
    name: string;
    /** Older changes are left out. */
    isPartial: boolean;
    lines: readonly {
      changeId: string;
      from: string | null;
      to: string;
      cause: string;
      at: string;
      qualifyingMinor: number;
      referenceType: string | null;
      referenceId: string | null;
      reason: string | null;
      actor: string;
      programVersion: string;
    }[];
  };
  ladder: readonly { code: string; name: string }[];
  /** When it was so, in words: "now". */
  label: string;
}

/** A tier and the steps that led to it, the last first, each with the spend that decided it. */
export function ExplainedTier({ tier, ladder, label }: ExplainedTierProps) {
  const t = useTranslations("explain");
  const format = useFormats();
  const actorName = useActorName();
  const named = (code: string) => ladder.find((rung) => rung.code === code) ?? { code, name: code };

  function reasonOf(line: ExplainedTierProps["tier"]["lines"][number]): string {
    return [
      t("tierSpend", { amount: format.money(line.qualifyingMinor) }),
      ...(line.referenceId ? [t("reference", { id: line.referenceId })] : []),
      ...(line.reason ? [line.reason] : []),
    ].join(" · ");
  }

  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="text-ink-soft text-sm">{label}</span>
        <strong className="font-semibold font-serif text-2xl">{tier.name}</strong>
      </p>
      {tier.isPartial ? (
        <p className="mt-1 text-ink-soft text-sm">
          {t("tierPartial", { count: tier.lines.length })}
        </p>
      ) : null}
      {tier.lines.length === 0 ? (
        <EmptyState title={t("tierEmpty")} hint={t("tierEmptyHint")} />
      ) : (
        <ol aria-label={t("lines")} className="mt-4 border-line border-t pt-3.5">
          {[...tier.lines].reverse().map((line) => (
            <TierChangeRow
              key={line.changeId}
              change={{
                from: line.from === null ? null : named(line.from),
                to: named(line.to),
                cause: line.cause,
                actor: actorName(line.actor),
                reason: reasonOf(line),
                programVersion: line.programVersion,
                createdAt: line.at,
              }}
            />
          ))}
        </ol>
      )}
    </>
  );
}
