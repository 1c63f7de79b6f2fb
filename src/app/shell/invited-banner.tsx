import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";

interface InvitedBannerProps {
  invitation: { code: string; inviter: string | null };
  terms: Outputs["earning"]["invitationTerms"];
  /** People sign up on these pages, which keep the code by themselves. */
  isHere: boolean;
}

/** Who invites somebody, and what comes of it; what a link says, whether or not its code is anybody's. */
export function InvitedBanner({ invitation, terms, isHere }: InvitedBannerProps) {
  const t = useTranslations("inviting.guest");
  const format = useFormats();
  const { referralMinimumMinor: minimum, referralPoints } = terms;
  const gain = {
    points: format.points(referralPoints),
    minimum: minimum > 0 ? format.moneyShort(minimum) : "none",
  };
  return (
    <div className="rounded-lg border border-seal-line bg-seal-soft px-5 py-4 text-seal-ink">
      <p className="font-semibold">{t("title", { name: invitation.inviter ?? "none" })}</p>
      {terms.enabled ? (
        <p className="mt-1 text-sm">
          <span className="block">{t("gain", gain)}</span>
          {t.rich(isHere ? "here" : "shop", {
            code: invitation.code,
            strong: (text) => (
              <strong className="tabular tracking-wide [overflow-wrap:anywhere]">{text}</strong>
            ),
          })}
        </p>
      ) : null}
    </div>
  );
}
