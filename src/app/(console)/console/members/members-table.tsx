"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { StatusBadge } from "@/modules/members/components/status-badge";
import { TierMark } from "@/modules/tiers/components/tier-mark";
import type { Outputs } from "@/trpc/client";
import { classNames } from "@/ui/class-names";
import { PageLink } from "@/ui/page-link";
import { Skeleton } from "@/ui/skeleton";

interface MembersTableProps {
  /** Undefined while the first page is on its way. */
  members: Outputs["members"]["list"]["items"] | undefined;
  stale: boolean;
}

const columns = [
  { key: "member", className: "text-left" },
  { key: "code", className: "hidden text-left lg:table-cell" },
  { key: "tier", className: "hidden text-left sm:table-cell" },
  { key: "available", className: "text-right" },
  { key: "lifetime", className: "hidden text-right md:table-cell" },
  { key: "lastActive", className: "hidden text-left xl:table-cell" },
  { key: "joined", className: "hidden text-left xl:table-cell" },
] as const;

export function MembersTable({ members, stale }: MembersTableProps) {
  const t = useTranslations("console.members");
  const format = useFormats();
  return (
    <table
      aria-busy={members === undefined || stale}
      className={classNames("w-full transition-opacity", stale && "opacity-60")}
    >
      <caption className="sr-only">{t("title")}</caption>
      <thead>
        <tr className="border-line border-b text-ink-faint text-sm">
          {columns.map(({ key, className }) => (
            <th key={key} scope="col" className={classNames("px-3 py-3 font-normal", className)}>
              {t(`column.${key}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="tabular">
        {members === undefined
          ? Array.from({ length: 8 }, (_, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: placeholders never move
              <tr key={row} className="border-line border-b last:border-0">
                {columns.map(({ key, className }) => (
                  <td key={key} className={classNames("px-3 py-4", className)}>
                    <Skeleton className="h-4 w-3/4 min-w-12" />
                  </td>
                ))}
              </tr>
            ))
          : members.map((member) => (
              <tr
                key={member.memberId}
                className="relative border-line border-b last:border-0 hover:bg-sunken/60"
              >
                <th scope="row" className="max-w-44 px-3 py-2.5 text-left font-normal sm:max-w-64">
                  <span className="flex items-center gap-2">
                    <PageLink
                      href={`/console/members/${member.memberId}`}
                      className="truncate font-medium after:absolute after:inset-0 focus-visible:outline-offset-4"
                    >
                      {member.nickname ?? t("unnamed")}
                    </PageLink>
                    {member.status === "ACTIVE" ? null : <StatusBadge status={member.status} />}
                  </span>
                  <span className="block truncate text-ink-faint text-sm">
                    <span className="sm:hidden">
                      <TierMark tier={member.tier} />
                    </span>
                    <span className="hidden sm:inline lg:hidden">{member.memberCode}</span>
                    <span className="hidden lg:inline">
                      {[member.externalId, member.phoneMasked].filter(Boolean).join(" · ")}
                    </span>
                  </span>
                </th>
                <td className="hidden px-3 py-2.5 text-ink-soft lg:table-cell">
                  {member.memberCode}
                </td>
                <td className="hidden px-3 py-2.5 sm:table-cell">
                  <TierMark tier={member.tier} />
                </td>
                <td className="px-3 py-2.5 text-right whitespace-nowrap">
                  {format.points(member.available)}
                </td>
                <td className="hidden px-3 py-2.5 text-right whitespace-nowrap md:table-cell">
                  {format.money(member.lifetimeMinor)}
                </td>
                <td className="hidden px-3 py-2.5 text-ink-soft xl:table-cell">
                  {member.lastActiveAt ? format.ago(member.lastActiveAt) : "–"}
                </td>
                <td className="hidden px-3 py-2.5 text-ink-soft xl:table-cell">
                  {format.date(member.joinedAt)}
                </td>
              </tr>
            ))}
      </tbody>
    </table>
  );
}
