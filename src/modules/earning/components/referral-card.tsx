"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { CopyButton } from "@/ui/copy-button";
import { PageLink } from "@/ui/page-link";

export interface Referral {
  code: string;
  /** The public page that a friend is sent to with it, as a path. */
  path: string;
  invited: number;
  rewarded: number;
  pointsEarned: number;
  /** What one of them brings each side. */
  points: number;
}

/** The member's own code to give away, and what came of it. */
export function ReferralCard({ referral }: { referral: Referral }) {
  const t = useTranslations("earning.referral");
  const format = useFormats();
  const copyTexts = { copiedText: t("copied"), failedText: t("copyFailed") };
  const figures = [
    { label: t("invited"), value: t("people", { count: referral.invited }) },
    { label: t("rewarded"), value: t("people", { count: referral.rewarded }) },
    { label: t("points"), value: format.points(referral.pointsEarned) },
  ];
  return (
    <>
      <p className="text-ink-soft">{t("text", { points: format.points(referral.points) })}</p>
      <p className="mt-4 rounded-md border border-line-strong border-dashed px-4 py-3 text-center">
        <span className="block text-ink-faint text-xs">{t("code")}</span>
        <code className="tabular font-semibold font-serif text-xl tracking-[0.08em] [overflow-wrap:anywhere]">
          {referral.code}
        </code>
      </p>
      <div className="mt-3 grid grid-cols-2 gap-2">
        <CopyButton {...copyTexts} text={referral.code} label={t("copyCode")} />
        <CopyButton
          {...copyTexts}
          text={() => new URL(referral.path, window.location.href).href}
          label={t("copyLink")}
        />
      </div>
      <dl className="mt-5 grid grid-cols-3 gap-4 border-line border-t pt-4">
        {figures.map(({ label, value }) => (
          <div key={label}>
            <dt className="text-ink-faint text-sm">{label}</dt>
            <dd className="tabular font-semibold">{value}</dd>
          </div>
        ))}
      </dl>
      <PageLink
        href="/membership/invite"
        className="touch mt-3 inline-flex items-center rounded-sm text-ink-soft text-sm underline-offset-4 hover:text-ink hover:underline"
      >
        {t("more")}
      </PageLink>
    </>
  );
}
