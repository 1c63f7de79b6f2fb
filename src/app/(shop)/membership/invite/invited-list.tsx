import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import { Badge } from "@/ui/badge";
import { buttonClass } from "@/ui/button-class";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";

type Friends = Outputs["earning"]["invited"];

/** Who came by a member's code and how far each has come, the last first. */
export function InvitedList({ friends, isFirstPage }: { friends: Friends; isFirstPage: boolean }) {
  const t = useTranslations("inviting.list");
  const { items, nextCursor } = friends;
  if (items.length === 0 && isFirstPage) {
    return <EmptyState title={t("empty")} hint={t("emptyHint")} />;
  }
  return (
    <>
      <ul className="divide-y divide-line">
        {items.map((friend, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a page never changes, and friends have no number here
          <Friend key={place} friend={friend} />
        ))}
      </ul>
      <nav aria-label={t("title")} className="mt-3 flex flex-wrap gap-2 empty:hidden">
        {isFirstPage ? null : (
          <PageLink href="/membership/invite#friends" className={buttonClass("secondary", "sm")}>
            {t("first")}
          </PageLink>
        )}
        {nextCursor === null ? null : (
          <PageLink
            href={`/membership/invite?after=${nextCursor}#friends`}
            className={buttonClass("secondary", "sm")}
          >
            {t("more")}
          </PageLink>
        )}
      </nav>
    </>
  );
}

function Friend({ friend }: { friend: Friends["items"][number] }) {
  const t = useTranslations("inviting");
  const format = useFormats();
  const { name, state, points, dueAt, joinedAt } = friend;
  return (
    <li className="flex min-h-14 items-center justify-between gap-4 py-2.5 first:pt-0 last:pb-0">
      <span className="min-w-0">
        <span className="block font-medium">{name ?? t("list.friend")}</span>
        <span className="tabular block text-ink-soft text-sm">
          {t("list.joined", { date: format.date(joinedAt) })}
          {state === "WAITING" && dueAt !== null
            ? ` · ${t("list.due", { date: format.dateShort(dueAt) })}`
            : null}
        </span>
      </span>
      <span className="shrink-0 text-right">
        <Badge tone={state === "REWARDED" ? "good" : "neutral"}>{t(`state.${state}`)}</Badge>
        {points > 0 ? (
          <span className="tabular mt-1 block font-semibold text-sm">
            {t("list.points", { points: format.points(points) })}
          </span>
        ) : null}
      </span>
    </li>
  );
}
