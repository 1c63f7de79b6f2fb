import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { classNames } from "@/ui/class-names";
import { PageLink } from "@/ui/page-link";
import type { Approval } from "./approval";

/** What whoever decides weighs: the worth, how long there is, who asks and what they did lately. */
export function ApprovalFacts({ approval }: { approval: Approval }) {
  const t = useTranslations("approvals");
  const format = useFormats();
  const { worthMinor, expiresAt, requesterLately: lately, status, balance } = approval;
  const isWaiting = status === "WAITING";
  return (
    <>
      {balance ? (
        <p
          className={classNames("tabular text-sm", balance.suffices ? "text-ink" : "text-seal-ink")}
        >
          {t(balance.suffices ? "balance" : "balanceShort", {
            now: format.points(balance.available),
            after: format.points(balance.after),
          })}
          {balance.owed > 0 ? ` · ${t("owed", { points: format.points(balance.owed) })}` : ""}
        </p>
      ) : null}
      {worthMinor === null ? null : (
        <p className="tabular text-ink-soft text-sm">
          {t("worth", { worth: format.money(worthMinor) })}
        </p>
      )}
      {isWaiting && lately ? (
        <p className="tabular text-ink-soft text-sm">
          {t("lately", {
            asked: lately.asked,
            approved: lately.approved,
            rejected: lately.rejected,
            points: format.points(lately.pointsAlone),
          })}{" "}
          <PageLink
            href={`/console/audit?actor=${encodeURIComponent(approval.requestedBy)}`}
            className="underline decoration-line-strong underline-offset-4 hover:decoration-seal"
          >
            {t("latelyLog")}
          </PageLink>
        </p>
      ) : null}
      {isWaiting && expiresAt ? (
        <p className="tabular text-ink-faint text-sm">
          {t("expires", { time: format.dateTime(expiresAt) })}
        </p>
      ) : null}
    </>
  );
}

interface ApprovalCommentsProps {
  comments: Approval["comments"];
  actorName: (actor: string) => string;
}

/** What was said of it. */
export function ApprovalComments({ comments, actorName }: ApprovalCommentsProps) {
  const t = useTranslations("approvals");
  const format = useFormats();
  if (comments.length === 0) return null;
  return (
    <ul aria-label={t("comments")} className="mt-2 space-y-1 border-line border-l-2 pl-3 text-sm">
      {comments.map(({ commentId, actor, text, createdAt }) => (
        <li key={commentId} className="break-words">
          {t("commentLine", { actor: actorName(actor), time: format.dateTime(createdAt), text })}
        </li>
      ))}
    </ul>
  );
}
