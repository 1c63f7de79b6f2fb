import { useTranslations } from "next-intl";
import { useId } from "react";
import { spacedCode } from "@/modules/members/components/membership-card";
import type { Found } from "./find-member";

interface MemberChoiceProps {
  found: Found;
  onChoose: (memberId: string) => void;
}

/** Several match: nobody is taken for whom was meant. */
export function MemberChoice({ found, onChoose }: MemberChoiceProps) {
  const t = useTranslations("auditLog.choice");
  const id = useId();
  const { items, total, totalIsBounded } = found;
  return (
    <section
      aria-labelledby={id}
      className="mt-2 max-w-xl rounded-lg border border-line bg-surface p-2"
    >
      <p id={id} role="status" className="px-2 py-1.5 text-ink-soft text-sm">
        {t(totalIsBounded ? "titleMore" : "title", { count: total })}
      </p>
      <ul>
        {items.map(({ memberId, nickname, memberCode, externalId }) => (
          <li key={memberId}>
            <button
              type="button"
              onClick={() => onChoose(memberId)}
              className="flex w-full flex-wrap items-baseline justify-between gap-x-4 rounded-md px-2 py-2 text-left hover:bg-sunken"
            >
              <span className="min-w-0 truncate font-medium">{nickname ?? t("unnamed")}</span>
              <span className="tabular min-w-0 truncate text-ink-soft text-sm">
                {[spacedCode(memberCode), externalId].filter(Boolean).join(" · ")}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {total > items.length ? (
        <p className="px-2 py-1.5 text-ink-faint text-sm">{t("cut", { count: items.length })}</p>
      ) : null}
    </section>
  );
}
