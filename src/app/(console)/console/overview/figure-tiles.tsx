"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormats } from "@/i18n/use-formats";
import { classNames } from "@/ui/class-names";
import { PageLink } from "@/ui/page-link";
import { type DefinedFigure, FigureDefinition } from "./figure-definition";
import type { Dashboard } from "./trend-panel";
import { useFactWords } from "./use-fact-words";

interface FigureTilesProps {
  dashboard: Dashboard;
  /** Beside something else: never all in one row. */
  narrow?: boolean;
}

/** How the program stands, at a glance. */
export function FigureTiles({ dashboard, narrow = false }: FigureTilesProps) {
  const t = useTranslations("overview.tiles");
  const format = useFormats();
  const words = useFactWords();
  const { overview, before, liability, ledger } = dashboard;
  const share = (part: number, whole: number) => format.percent(whole > 0 ? part / whole : 0);
  const compact = (value: number) =>
    Math.abs(value) < 100_000 ? format.points(value) : format.compact(value);
  return (
    <dl
      className={classNames(
        "grid grid-cols-2 gap-3 md:grid-cols-3",
        !narrow && "xl:grid-cols-[1fr_1fr_1.3fr_1fr_1fr] xl:gap-4",
      )}
    >
      <Tile
        name={t("members")}
        figure="members"
        hint={[
          words.change(overview.members, before.members),
          t("enrolled", { count: format.points(overview.enrolled) }),
        ]}
        tone={overview.members > before.members ? "good" : "plain"}
      >
        {format.points(overview.members)}
      </Tile>
      <Tile
        name={t("active")}
        figure="active"
        hint={[
          share(overview.activeMembers, overview.members),
          words.change(overview.activeMembers, before.activeMembers),
        ]}
      >
        {format.points(overview.activeMembers)}
      </Tile>
      <Tile
        name={t("flow")}
        figure="flow"
        hint={[t("usage", { share: share(overview.pointsRedeemed, overview.pointsEarned) })]}
        wide
      >
        {compact(overview.pointsEarned)} / {compact(overview.pointsRedeemed)}
      </Tile>
      <Tile
        name={t("outstanding")}
        figure="outstanding"
        hint={[
          t("liability", { amount: format.money(liability.worthMinor) }),
          liability.pointsOwed > 0
            ? t("owed", { points: format.points(liability.pointsOwed) })
            : "",
        ]}
      >
        {format.points(liability.pointsOutstanding)}
      </Tile>
      <LedgerTile ledger={ledger} />
    </dl>
  );
}

interface TileProps {
  name: string;
  figure: DefinedFigure;
  hint: readonly string[];
  tone?: "plain" | "good" | "bad";
  wide?: boolean;
  children: ReactNode;
}

function Tile({ name, figure, hint, tone = "plain", wide = false, children }: TileProps) {
  return (
    <div
      className={classNames(
        "relative min-w-0 rounded-lg border border-line bg-surface px-4 py-4 sm:px-5",
        wide && "col-span-2 md:col-span-1",
      )}
    >
      <dt className="flex items-center gap-1 text-ink-soft text-sm">
        {name}
        <FigureDefinition figure={figure} name={name} />
      </dt>
      <dd>
        <span
          className={classNames(
            "tabular block font-semibold font-serif text-xl sm:max-xl:text-2xl min-[90rem]:text-2xl",
            wide && "whitespace-nowrap",
          )}
        >
          {children}
        </span>
        <span
          className={classNames(
            "tabular mt-0.5 block text-xs",
            tone === "good" ? "text-good" : tone === "bad" ? "text-seal-ink" : "text-ink-faint",
          )}
        >
          {hint.filter((part) => part !== "").join(" · ")}
        </span>
      </dd>
    </div>
  );
}

type LedgerState = "never" | "ok" | "partial" | "bad";

const tones = { never: "bad", ok: "good", partial: "plain", bad: "bad" } as const;
const icons = { good: "text-good", plain: "text-ink-soft", bad: "text-seal-ink" } as const;

/** Fine is said of all accounts only; of some of them it is fine as far as it was looked at. */
function stateOf(ledger: Dashboard["ledger"]): LedgerState {
  if (ledger === null) return "never";
  if (!ledger.ok) return "bad";
  return ledger.members < ledger.accounts ? "partial" : "ok";
}

/** What the last check of the ledger found; the way to it is the whole tile. */
function LedgerTile({ ledger }: Pick<Dashboard, "ledger">) {
  const t = useTranslations("overview.tiles");
  const format = useFormats();
  const isPartial = ledger !== null && ledger.members < ledger.accounts;
  const state = stateOf(ledger);
  const isFine = state === "ok" || state === "partial";
  const Icon = isFine ? CircleCheck : TriangleAlert;
  const hint =
    ledger === null
      ? [t("neverHint")]
      : [
          t(isPartial ? "accountsOf" : "accounts", {
            count: format.points(ledger.members),
            all: format.points(ledger.accounts),
          }),
          t("checked", { ago: format.ago(ledger.finishedAt) }),
        ];
  return (
    <Tile name={t("ledger")} figure="ledger" tone={tones[state]} hint={hint}>
      <PageLink
        href="/console/system"
        className="inline-flex items-center gap-2 after:absolute after:inset-0 after:rounded-lg hover:underline hover:underline-offset-4"
      >
        {state === "never" ? null : (
          <Icon aria-hidden="true" className={classNames("size-5", icons[tones[state]])} />
        )}
        {t(`states.${state}`)}
      </PageLink>
    </Tile>
  );
}
