import { useTranslations } from "next-intl";
import type { Outputs } from "@/trpc/client";
import { PageLink } from "@/ui/page-link";

/** The check names no more members than so many for each rule. */
const NAMED_MAX = 100;

/** What each check of the ledger is called in the code, and the message that says it. */
const checks = {
  "sum of entries = accounts": "entries",
  "lots = accounts": "lots",
  "allocations = lots": "allocations",
  "no account below nothing, no debt beside available": "negative",
  "balance after = running sum": "running",
  "lifetime figures = sums by type": "lifetime",
  "spend = paid minus refunded": "spend",
  "points in existence = added minus taken": "whole",
} as const;

interface LedgerFindingsProps {
  findings: NonNullable<Outputs["points"]["ledgerCheck"]>["findings"];
}

/** Which sums are off, and whose. */
export function LedgerFindings({ findings }: LedgerFindingsProps) {
  const t = useTranslations("system.check");
  return (
    <ul className="mt-5 space-y-4">
      {findings.map(({ name, violations }) => (
        <li key={name} className="rounded-md bg-seal-soft px-4 py-3 text-sm">
          <p className="font-medium text-seal-ink">
            {isKnown(name) ? t(`names.${checks[name]}`) : name}
          </p>
          <ul className="tabular mt-1.5 space-y-1">
            {violations.map(({ memberId, expected, found }) => (
              <li key={`${memberId}${expected}${found}`} className="flex flex-wrap gap-x-3">
                {memberId > 0 ? (
                  <PageLink
                    href={`/console/members/${memberId}?tab=explain`}
                    className="font-medium text-seal-ink underline underline-offset-4"
                  >
                    {t("member", { id: String(memberId) })}
                  </PageLink>
                ) : (
                  <span>{t("wholeProgram")}</span>
                )}
                <span className="break-all">{t("expected", { expected, found })}</span>
              </li>
            ))}
          </ul>
          {violations.length >= NAMED_MAX ? (
            <p className="mt-1.5 text-seal-ink">{t("namedFirst", { count: violations.length })}</p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function isKnown(name: string): name is keyof typeof checks {
  return name in checks;
}
