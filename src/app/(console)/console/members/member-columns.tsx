"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { StatusBadge } from "@/modules/members/components/status-badge";
import { TierMark } from "@/modules/tiers/components/tier-mark";
import type { Outputs } from "@/trpc/client";
import { PageLink } from "@/ui/page-link";
import type { ListColumn } from "../list/list-column";

export type MemberRow = Outputs["members"]["list"]["items"][number];

/** What the list of members can show. */
export function useMemberColumns(): readonly ListColumn<MemberRow>[] {
  const t = useTranslations("console.members");
  const tStatus = useTranslations("console.statuses");
  const format = useFormats();
  return [
    {
      key: "member",
      title: t("column.member"),
      cell: (member) => <Named member={member} unnamed={t("unnamed")} />,
    },
    { key: "code", title: t("column.code"), from: "lg", cell: ({ memberCode }) => memberCode },
    {
      key: "tier",
      title: t("column.tier"),
      from: "sm",
      cell: ({ tier }) => <TierMark tier={tier} />,
    },
    {
      key: "available",
      title: t("column.available"),
      sort: "available",
      isFigure: true,
      cell: ({ available }) => format.points(available),
    },
    {
      key: "lifetime",
      title: t("column.lifetime"),
      sort: "lifetimeMinor",
      isFigure: true,
      from: "md",
      cell: ({ lifetimeMinor }) => format.money(lifetimeMinor),
    },
    {
      key: "lastActive",
      title: t("column.lastActive"),
      sort: "lastActiveAt",
      from: "xl",
      cell: ({ lastActiveAt }) => (lastActiveAt ? format.ago(lastActiveAt) : "–"),
    },
    {
      key: "joined",
      title: t("column.joined"),
      sort: "joinedAt",
      from: "xl",
      cell: ({ joinedAt }) => format.date(joinedAt),
    },
    {
      key: "status",
      title: t("column.status"),
      isExtra: true,
      cell: ({ status }) => tStatus(status),
    },
    {
      key: "externalId",
      title: t("column.externalId"),
      isExtra: true,
      cell: ({ externalId }) => externalId ?? "–",
    },
    {
      key: "phone",
      title: t("column.phone"),
      isExtra: true,
      cell: ({ phoneMasked }) => phoneMasked ?? "–",
    },
  ];
}

function Named({ member, unnamed }: { member: MemberRow; unnamed: string }) {
  return (
    <span className="block max-w-44 sm:max-w-64">
      <span className="flex items-center gap-2">
        <PageLink
          href={`/console/members/${member.memberId}`}
          className="truncate font-medium underline-offset-4 hover:underline focus-visible:outline-offset-4"
        >
          {member.nickname ?? unnamed}
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
    </span>
  );
}
