"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import { PageLink } from "@/ui/page-link";
import { changesBetween } from "./changes-between";
import { useAuditWords } from "./use-audit-words";

type Record = Outputs["members"]["audit"]["items"][number] &
  Partial<Pick<Outputs["audit"]["list"]["items"][number], "target" | "member">>;

interface AuditRowProps {
  record: Record;
  /** Who it was, in words. */
  actorName: (actor: string) => string;
}

const changesMax = 12;

/** One act: what, on whom, why, who, when, and each thing that is different since. */
export function AuditRow({ record, actorName }: AuditRowProps) {
  const t = useTranslations("auditLog");
  const format = useFormats();
  const words = useAuditWords();
  const changes = changesBetween(record.before, record.after);
  const facts = [
    format.dateTime(record.createdAt),
    t("by", { actor: actorName(record.actor) }),
    ...(record.target ? [words.target(record.target)] : []),
    t("request", { requestId: record.requestId }),
  ];
  return (
    <li className="border-line border-b py-3.5 first:pt-0 last:border-0">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-medium">{words.action(record.action)}</span>
        {record.member ? (
          <PageLink
            href={`/console/members/${record.member.memberId}?tab=audit`}
            className="tabular text-ink-soft text-sm underline decoration-line-strong underline-offset-4 hover:decoration-seal"
          >
            {record.member.memberCode}
          </PageLink>
        ) : null}
      </p>
      {record.reason ? <p className="text-sm">{record.reason}</p> : null}
      {changes.length > 0 ? (
        <ul className="tabular my-1 flex flex-wrap gap-x-5 text-ink-soft text-sm">
          {changes.slice(0, changesMax).map(({ key, before, after }) => (
            <li key={key} className="min-w-0 break-words">
              <span className="text-ink-faint">{words.field(key)}</span>{" "}
              {before === undefined ? null : <>{words.said(key, before)} → </>}
              <span className="text-ink">{words.said(key, after)}</span>
            </li>
          ))}
          {changes.length > changesMax ? (
            <li className="text-ink-faint">{t("more", { count: changes.length - changesMax })}</li>
          ) : null}
        </ul>
      ) : null}
      <p className="tabular break-words text-ink-faint text-sm">{facts.join(" · ")}</p>
    </li>
  );
}
