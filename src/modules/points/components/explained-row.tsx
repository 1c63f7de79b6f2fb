import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { VersionLink } from "@/modules/tiers/components/version-link";
import { classNames } from "@/ui/class-names";
import { EntryFacts } from "./entry-facts";
import { useActorName } from "./use-actor-name";
import { useEntryWords } from "./use-entry-words";

export interface ExplainedLine {
  transactionId: string;
  type: string;
  /** Of the entry, in all accounts. */
  points: number;
  change: number;
  balance: number;
  at: string;
  referenceType: string;
  referenceId: string;
  reason: string | null;
  memberNote: string | null;
  breakdown: Record<string, unknown> | null;
  actor: string;
  programVersion: string;
  lots: readonly { lotId: string; points: number; frozen: number; expiresAt: string }[];
}

interface ExplainedRowProps {
  line: ExplainedLine;
  orderUrl: string | null;
  isDebt: boolean;
  showActor: boolean;
}

/** One line of an account: cause, change, balance after it, the rules, and the lots it touched. */
export function ExplainedRow({ line, orderUrl, isDebt, showActor }: ExplainedRowProps) {
  const t = useTranslations();
  const format = useFormats();
  const words = useEntryWords();
  const actorName = useActorName();
  const entry = {
    ...line,
    id: line.transactionId,
    balanceAfter: line.balance,
    expiresAt: null,
    createdAt: line.at,
  };
  const more = [
    actorName(line.actor),
    <VersionLink key="version" version={line.programVersion}>
      {t("explain.version", { version: line.programVersion })}
    </VersionLink>,
  ];
  const isBad = isDebt ? line.change > 0 : line.change < 0;
  return (
    <li className="border-line border-b py-3.5 last:border-0">
      <div className="flex items-baseline justify-between gap-4">
        <p className="min-w-0 font-medium">{words.title(entry)}</p>
        <p className={classNames("tabular shrink-0 font-semibold", isBad && "text-seal-ink")}>
          {format.signedPoints(line.change)}
        </p>
      </div>
      <div className="flex items-baseline justify-between gap-4 text-ink-faint text-sm">
        <EntryFacts
          entry={entry}
          time={format.dateTime(line.at)}
          orderUrl={orderUrl}
          more={showActor ? more : []}
        />
        <p className="tabular shrink-0">
          {t("points.history.balance", { points: format.points(line.balance) })}
        </p>
      </div>
      {showActor && line.lots.length > 0 ? <Lots lots={line.lots} /> : null}
    </li>
  );
}

function Lots({ lots }: Pick<ExplainedLine, "lots">) {
  const t = useTranslations("explain");
  const format = useFormats();
  const anyFrozen = lots.some(({ frozen }) => frozen !== 0);
  return (
    <details className="mt-1 text-sm">
      <summary className="w-fit rounded-sm py-0.5 text-ink-soft underline decoration-line-strong underline-offset-4 hover:text-ink">
        {t("lots", { count: lots.length })}
      </summary>
      <table className="tabular mt-2 mb-1 w-full max-w-xl text-left">
        <thead className="text-ink-faint">
          <tr className="border-line border-b">
            <th scope="col" className="py-1.5 font-normal">
              {t("lot.id")}
            </th>
            <th scope="col" className="py-1.5 text-right font-normal">
              {t("lot.points")}
            </th>
            {anyFrozen ? (
              <th scope="col" className="py-1.5 text-right font-normal">
                {t("lot.frozen")}
              </th>
            ) : null}
            <th scope="col" className="py-1.5 text-right font-normal">
              {t("lot.expires")}
            </th>
          </tr>
        </thead>
        <tbody>
          {lots.map((lot, index) => (
            // A line can make a lot and take from it at once: the number alone names two rows.
            <tr
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a line never move
              key={index}
              className="border-line border-b last:border-0"
            >
              <th scope="row" className="py-1.5 font-normal">
                #{lot.lotId}
              </th>
              <td className="py-1.5 text-right">{format.signedPoints(lot.points)}</td>
              {anyFrozen ? (
                <td className="py-1.5 text-right">{format.signedPoints(lot.frozen)}</td>
              ) : null}
              <td className="py-1.5 text-right">{format.lastDateBefore(lot.expiresAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
