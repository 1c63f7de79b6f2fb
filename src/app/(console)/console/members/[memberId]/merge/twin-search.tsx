import { getTranslations } from "next-intl/server";
import { StatusBadge } from "@/modules/members/components/status-badge";
import { TierMark } from "@/modules/tiers/components/tier-mark";
import { api } from "@/trpc/server";
import { Button } from "@/ui/button";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { Input } from "@/ui/input";
import { PageLink } from "@/ui/page-link";
import { Panel } from "@/ui/panel";
import { JoinedOn, Points } from "./figures";

const SHOWN_MAX = 10;

/** A plain form, which needs no scripts: whom it finds is a link to the preview. */
export async function TwinSearch({ memberId, words }: { memberId: string; words: string }) {
  const t = await getTranslations("merging.search");
  return (
    <Panel>
      {/* biome-ignore lint/a11y/useSemanticElements: <search> is not known to all browsers yet */}
      <form role="search" className="flex flex-wrap items-end gap-3">
        <div className="min-w-64 grow">
          <label htmlFor="twin" className="mb-1.5 block text-sm">
            {t("label")}
          </label>
          <Input
            id="twin"
            type="search"
            name="q"
            defaultValue={words}
            placeholder={t("placeholder")}
            maxLength={64}
            autoComplete="off"
            className="w-full"
          />
        </div>
        <Button type="submit" variant="primary">
          {t("submit")}
        </Button>
      </form>
      {words === "" ? null : <Found memberId={memberId} words={words} />}
    </Panel>
  );
}

async function Found({ memberId, words }: { memberId: string; words: string }) {
  const [t, tMerging, caller] = await Promise.all([
    getTranslations("merging.search"),
    getTranslations("merging"),
    api(),
  ]);
  const { items, nextCursor } = await caller.members.list({ query: words, limit: SHOWN_MAX });
  const others = items.filter((member) => member.memberId !== memberId);
  if (others.length === 0) return <EmptyState title={t("empty")} hint={t("emptyHint")} />;
  return (
    <div className="mt-6">
      <DataTable
        caption={t("results")}
        rows={others}
        keyOf={(member) => member.memberId}
        columns={[
          {
            header: t("member"),
            primary: true,
            cell: (member) => (
              <span className="inline-flex flex-wrap items-center gap-2">
                <PageLink
                  href={`?from=${member.memberId}`}
                  className="font-medium underline underline-offset-4"
                >
                  {member.nickname ?? tMerging("unnamed")}
                </PageLink>
                {member.status === "ACTIVE" ? null : <StatusBadge status={member.status} />}
              </span>
            ),
          },
          { header: t("code"), cell: ({ memberCode }) => memberCode },
          { header: t("tier"), cell: ({ tier }) => <TierMark tier={tier} /> },
          { header: t("joined"), cell: ({ joinedAt }) => <JoinedOn at={joinedAt} /> },
          {
            header: t("available"),
            figure: true,
            cell: ({ available }) => <Points of={available} />,
          },
        ]}
      />
      {nextCursor === null ? null : (
        <p className="mt-3 text-ink-soft text-sm">{t("more", { count: SHOWN_MAX })}</p>
      )}
    </div>
  );
}
