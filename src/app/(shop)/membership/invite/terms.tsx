import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";

type InvitationTerms = Outputs["earning"]["invitationTerms"];

/** What an invitation brings and asks for, as sentences name it. */
export function gainOf(
  { referralPoints, referralMinimumMinor: minimum }: InvitationTerms,
  format: Pick<ReturnType<typeof useFormats>, "points" | "moneyShort">,
) {
  return {
    points: format.points(referralPoints),
    minimum: minimum > 0 ? format.moneyShort(minimum) : "none",
  };
}

/** The rules in force, in plain sentences. */
export function Terms({ terms }: { terms: InvitationTerms }) {
  const t = useTranslations("inviting.terms");
  const gain = gainOf(terms, useFormats());
  const sentences = [
    t("order", gain),
    ...(terms.referralWaitDays > 0 ? [t("wait", { days: terms.referralWaitDays })] : []),
    t("max", { max: terms.referralsPerMonthMax }),
    t("back"),
    t("who"),
  ];
  return (
    <ol className="list-decimal space-y-2 pl-5 text-ink-soft text-sm">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ol>
  );
}
