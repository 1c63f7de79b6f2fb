"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { PageLink } from "@/ui/page-link";
import { PanelSection } from "@/ui/panel";
import { SkeletonRows } from "@/ui/skeleton";
import { useAuditWords } from "../audit/use-audit-words";
import { latelyInput } from "./feed-query";

const REFRESH_MS = 60_000;
const SHOWN = 12;
/** Nobody's work: the log has them all. */
const COMING_IN = ["access.signIn", "access.codeUsed", "access.passkeyUsed"];
const LINK = "underline decoration-line-strong underline-offset-4 hover:decoration-seal";

/** What was done last, by whom, in the words of the audit log. */
export function Feed() {
  const t = useTranslations("worklist.feed");
  const format = useFormats();
  const words = useAuditWords();
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.audit.list.queryOptions(latelyInput),
    refetchInterval: REFRESH_MS,
  });
  const items = (query.data?.items ?? [])
    .filter(({ action }) => !COMING_IN.includes(action))
    .slice(0, SHOWN);
  const actorName = useActorNames(items.map(({ actor }) => actor));
  const all = (
    <PageLink href="/console/audit" className={LINK}>
      {t("all")}
    </PageLink>
  );
  return (
    <PanelSection id="feed" title={t("title")} aside={all}>
      {query.isPending ? <SkeletonRows label={t("loading")} /> : null}
      {query.isError ? (
        <LoadFailed
          stale={query.data !== undefined}
          error={query.error}
          pending={query.isFetching}
          onRetry={() => query.refetch()}
        />
      ) : null}
      {query.data && items.length === 0 ? <p className="text-ink-soft">{t("empty")}</p> : null}
      <ol className="gap-8 md:max-xl:columns-2">
        {items.map(({ id, action, actor, target, member, reason, createdAt }) => (
          <li key={id} className="mb-3 break-inside-avoid text-sm last:mb-0">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">{words.action(action)}</span>
              {member ? (
                <PageLink
                  href={`/console/members/${member.memberId}?tab=audit`}
                  className={`tabular text-ink-soft ${LINK}`}
                >
                  {member.memberCode}
                </PageLink>
              ) : null}
            </p>
            {reason ? <p className="line-clamp-2 break-words text-ink-soft">{reason}</p> : null}
            <p className="tabular text-ink-faint">
              {t("by", {
                // Of who is signing in the log knows the account.
                actor: actor === "anonymous" && target ? words.target(target) : actorName(actor),
                ago: format.ago(createdAt),
              })}
            </p>
          </li>
        ))}
      </ol>
    </PanelSection>
  );
}
