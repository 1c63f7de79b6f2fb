"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { partsOf } from "./entry-kinds";
import { type ExplainedLine, ExplainedRow } from "./explained-row";

export interface ExplainedAccountProps {
  account: {
    balance: number;
    opening: number;
    /** Entries before the first line are in the opening alone. */
    isPartial: boolean;
    lines: readonly ExplainedLine[];
  };
  /** What the balance is, in words: "Available now". */
  label: string;
  /** A debt grows by what is taken: its plus is the bad sign. */
  isDebt: boolean;
  showActor: boolean;
  /** Where the shop shows an order. */
  orderUrl?: string | null;
}

const linesAtOnce = 50;

/** A balance and the lines that make it, the last first, down to where they begin. */
export function ExplainedAccount(props: ExplainedAccountProps) {
  const { account, label, isDebt, showActor, orderUrl = null } = props;
  const t = useTranslations("explain");
  const format = useFormats();
  const [shownCount, setShownCount] = useState(linesAtOnce);
  const newestFirst = [...account.lines].reverse();
  const left = newestFirst.length - shownCount;
  const hasOpening = opensWith(account);

  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="text-ink-soft text-sm">{label}</span>
        <strong className="tabular font-semibold font-serif text-2xl">
          {format.points(account.balance)}
        </strong>
      </p>
      <Parts account={account} />
      {newestFirst.length === 0 && !hasOpening ? (
        <EmptyState title={t("empty")} hint={t("emptyHint")} />
      ) : (
        <ol aria-label={t("lines")} className="mt-4 border-line border-t">
          {newestFirst.slice(0, shownCount).map((line) => (
            <ExplainedRow
              key={line.transactionId}
              line={line}
              orderUrl={orderUrl}
              isDebt={isDebt}
              showActor={showActor}
            />
          ))}
          {left <= 0 && hasOpening ? (
            <li className="flex items-baseline justify-between gap-4 py-3.5">
              <span>
                <span className="block font-medium">{t("opening")}</span>
                <span className="block text-ink-faint text-sm">{t("openingHint")}</span>
              </span>
              <span className="tabular font-semibold">{format.points(account.opening)}</span>
            </li>
          ) : null}
        </ol>
      )}
      {left > 0 ? (
        <p className="pt-4 text-center">
          <Button size="sm" onClick={() => setShownCount(shownCount + linesAtOnce)}>
            {t("more", { count: left })}
          </Button>
        </p>
      ) : null}
    </>
  );
}

/** What came before the lines is told where there is some, also where it adds up to nothing. */
function opensWith({ isPartial, opening }: ExplainedAccountProps["account"]): boolean {
  return isPartial || opening !== 0;
}

/** The same lines summed up by what they were: "earned on orders +5,000, reward redeemed −300". */
function Parts({ account }: Pick<ExplainedAccountProps, "account">) {
  const t = useTranslations();
  const format = useFormats();
  const parts = partsOf(account.lines).map(({ word, points }) => ({
    label: word ? t(`points.entry.${word}`) : t("explain.others"),
    points,
  }));
  const all = opensWith(account)
    ? [{ label: t("explain.opening"), points: account.opening }, ...parts]
    : parts;
  if (all.length === 0) return null;
  return (
    <ul
      aria-label={t("explain.parts")}
      className="tabular mt-2 flex flex-wrap gap-x-5 gap-y-0.5 text-ink-faint text-sm"
    >
      {all.map(({ label, points }) => (
        <li key={label}>
          {label} <span className="text-ink-soft">{format.signedPoints(points)}</span>
        </li>
      ))}
    </ul>
  );
}
