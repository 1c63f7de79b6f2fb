import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { Locale } from "@/i18n/config";
import { errorText } from "@/i18n/error-text";
import { TierMark } from "@/modules/tiers/components/tier-mark";
import type { Outputs } from "@/trpc/client";
import { DataTable } from "@/ui/data-table";
import { PageLink } from "@/ui/page-link";
import { PanelSection } from "@/ui/panel";
import { ConfirmMerge } from "./confirm-merge";
import { JoinedOn, Money, Points } from "./figures";

type Preview = Outputs["members"]["mergePreview"];

const ACCOUNTS = ["available", "pending", "frozen", "owed"] as const;

interface Fact {
  fact: string;
  from: ReactNode;
  into: ReactNode;
  after: ReactNode;
}

/** Both side by side, what they will be, what goes along, and why it may not. */
export async function MergePreview({ preview }: { preview: Preview }) {
  const t = await getTranslations("merging");
  const { from, into, refusals } = preview;
  return (
    <div className="space-y-5">
      <PanelSection id="preview" title={t("preview.title")}>
        <DataTable
          caption={t("preview.title")}
          rows={await factsOf(preview)}
          keyOf={({ fact }) => fact}
          columns={[
            { header: t("preview.fact"), primary: true, cell: ({ fact }) => fact },
            { header: t("preview.from"), figure: true, cell: (row) => row.from },
            { header: t("preview.into"), figure: true, cell: (row) => row.into },
            { header: t("preview.after"), figure: true, cell: (row) => row.after },
          ]}
        />
      </PanelSection>
      <Along preview={preview} />
      {refusals.length > 0 ? <Refused refusals={refusals} /> : null}
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        {refusals.length > 0 ? null : <ConfirmMerge preview={preview} />}
        <PageLink
          href={`/console/members/${from.memberId}/merge?from=${into.memberId}`}
          className="underline underline-offset-4"
        >
          {t("swap")}
        </PageLink>
        <PageLink
          href={`/console/members/${into.memberId}/merge`}
          className="underline underline-offset-4"
        >
          {t("another")}
        </PageLink>
      </div>
    </div>
  );
}

async function factsOf({ from, into, after }: Preview): Promise<Fact[]> {
  const [t, tMerging] = await Promise.all([
    getTranslations("merging.preview"),
    getTranslations("merging"),
  ]);
  const text = (name: "nickname" | "externalId" | "phoneMasked", fact: string, none = "–") => ({
    fact,
    from: from[name] ?? none,
    into: into[name] ?? none,
    after: "",
  });
  const dated = { from: <JoinedOn at={from.joinedAt} />, into: <JoinedOn at={into.joinedAt} /> };
  return [
    text("nickname", t("member"), tMerging("unnamed")),
    { fact: t("code"), from: from.memberCode, into: into.memberCode, after: into.memberCode },
    text("externalId", t("externalId")),
    text("phoneMasked", t("phone")),
    { fact: t("joined"), ...dated, after: "" },
    {
      fact: t("tier"),
      from: <TierMark tier={from.tier} />,
      into: <TierMark tier={into.tier} />,
      after: <TierMark tier={after.tier} />,
    },
    {
      fact: t("spend"),
      from: <Money of={from.lifetimeMinor} />,
      into: <Money of={into.lifetimeMinor} />,
      after: <Money of={after.lifetimeMinor} />,
    },
    { fact: t("orders"), from: from.orders, into: into.orders, after: after.orders },
    ...ACCOUNTS.map((name) => ({
      fact: t(name),
      from: <Points of={from.points[name]} />,
      into: <Points of={into.points[name]} />,
      after: <Points of={after.points[name]} />,
    })),
  ];
}

const MOVES = [
  "lots",
  "holds",
  "orders",
  "redemptions",
  "benefitUses",
  "benefitPasses",
  "coupons",
  "couponUses",
  "activities",
  "invited",
  "notes",
] as const;

async function Along({ preview }: { preview: Preview }) {
  const t = await getTranslations("merging");
  const { moves, takenOver, account, after, from, into } = preview;
  const counts = MOVES.filter((name) => moves[name] > 0);
  const fields = takenOver.map((field) => t(`fields.${field}`)).join(t("comma"));
  return (
    <PanelSection id="moves" title={t("moves.title")}>
      {counts.length === 0 ? <p>{t("moves.nothing")}</p> : null}
      <ul className="tabular flex flex-wrap gap-x-6 gap-y-1">
        {counts.map((name) => (
          <li key={name}>{t(`moves.${name}`, { count: moves[name] })}</li>
        ))}
      </ul>
      <div className="mt-3 space-y-1 text-ink-soft">
        {after.debtPaid > 0 ? <p>{t("preview.debtPaid", { points: after.debtPaid })}</p> : null}
        {takenOver.length > 0 ? <p>{t("taken", { fields })}</p> : null}
        {from.externalId && into.externalId ? <p>{t("preview.bothIds")}</p> : null}
        {account === "NONE" ? null : <p>{t(`account.${account}`)}</p>}
      </div>
    </PanelSection>
  );
}

async function Refused({ refusals }: Pick<Preview, "refusals">) {
  const [t, locale, timeZone] = await Promise.all([
    getTranslations("merging"),
    getLocale(),
    getTimeZone(),
  ]);
  return (
    <section
      aria-labelledby="refused-title"
      className="rounded-lg border border-line bg-warn-soft px-5 py-4 text-warn"
    >
      <h2 id="refused-title" className="text-base">
        {t("refused")}
      </h2>
      <ul className="mt-1 list-disc pl-5">
        {refusals.map((fault) => (
          <li key={`${fault.reason} ${fault.about}`}>
            {errorText(locale as Locale, "MERGE_REFUSED", { ...fault }, () => timeZone).detail}
          </li>
        ))}
      </ul>
    </section>
  );
}
