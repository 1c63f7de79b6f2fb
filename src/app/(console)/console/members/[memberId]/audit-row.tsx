"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import { changesBetween } from "./changes-between";

/** What was done, as the audit names it, and the message that says it. */
const actions = {
  "points.adjust": "adjust",
  "points.decideApproval": "decideApproval",
  "points.use": "use",
  "points.reverse": "reverse",
  "members.setStatus": "setStatus",
  "tiers.assign": "assign",
  "profile.update": "update",
  "access.createUser": "createUser",
} as const;

const fields = [
  "available",
  "owed",
  "points",
  "status",
  "nickname",
  "birthday",
  "emailConsent",
  "smsConsent",
  "marketingConsent",
  "tierCode",
  "keepUntil",
  "requestedBy",
] as const;

interface AuditRowProps {
  record: Outputs["members"]["audit"]["items"][number];
  /** Who it was, in words. */
  actorName: (actor: string) => string;
}

/** One act on a member: what, why, who, when, and each thing that is different since. */
export function AuditRow({ record, actorName }: AuditRowProps) {
  const t = useTranslations("console.audit");
  const format = useFormats();
  const action = isKnown(record.action) ? t(`actions.${actions[record.action]}`) : record.action;
  const changes = changesBetween(record.before, record.after);

  function nameOf(key: string): string {
    const field = fields.find((known) => known === key);
    return field ? t(`fields.${field}`) : key;
  }

  function said(value: unknown): string {
    if (value === null || value === undefined || value === "") return "–";
    if (typeof value === "number") return format.points(value);
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    return typeof value === "string" ? value : JSON.stringify(value);
  }

  return (
    <li className="border-line border-b py-3.5 first:pt-0 last:border-0">
      <p className="font-medium">{action}</p>
      {record.reason ? <p className="text-sm">{record.reason}</p> : null}
      {changes.length > 0 ? (
        <ul className="tabular my-1 flex flex-wrap gap-x-5 text-ink-soft text-sm">
          {changes.map(({ key, before, after }) => (
            <li key={key}>
              <span className="text-ink-faint">{nameOf(key)}</span>{" "}
              {before === undefined ? null : <>{said(before)} → </>}
              <span className="text-ink">{said(after)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <p className="tabular text-ink-faint text-sm">
        {[
          format.dateTime(record.createdAt),
          t("actor", { actor: actorName(record.actor) }),
          t("request", { requestId: record.requestId }),
        ].join(" · ")}
      </p>
    </li>
  );
}

function isKnown(action: string): action is keyof typeof actions {
  return action in actions;
}
