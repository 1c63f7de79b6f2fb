import { useTranslations } from "next-intl";
import { spacedCode } from "@/modules/members/components/membership-card";
import type { Outputs } from "@/trpc/client";
import { PageLink } from "@/ui/page-link";

interface MergedNoticeProps {
  /** Who stayed, where this is the one who went. */
  intoId: string | null;
  from: Outputs["members"]["mergedFrom"]["items"];
}

/** Of two memberships that became one, each leads to the other. */
export function MergedNotice({ intoId, from }: MergedNoticeProps) {
  const t = useTranslations("merging");
  if (intoId === null && from.length === 0) return null;
  return (
    <p className="mb-5 flex flex-wrap gap-x-3 rounded-lg border border-line bg-sunken px-5 py-3">
      {intoId === null ? (
        <>
          {t("mergedFrom")}
          {from.map(({ memberId, memberCode }) => (
            <PageLink
              key={memberId}
              href={`/console/members/${memberId}`}
              className="tabular underline underline-offset-4"
            >
              {spacedCode(memberCode)}
            </PageLink>
          ))}
        </>
      ) : (
        <>
          {t("mergedInto")}
          <PageLink href={`/console/members/${intoId}`} className="underline underline-offset-4">
            {t("toStaying")}
          </PageLink>
        </>
      )}
    </p>
  );
}
