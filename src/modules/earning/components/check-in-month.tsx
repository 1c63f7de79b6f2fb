import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { classNames } from "@/ui/class-names";
import { Seal } from "@/ui/seal";
import { weeksOf } from "./check-in-days";

interface CheckInMonthProps {
  month: string;
  today: string;
  days: readonly string[];
  /** Days that completed a run worth a word. */
  milestones: readonly { date: string; streak: number }[];
  madeUp: readonly string[];
  /** Missed days that can be made up, and what that begins with. */
  missed?: { dates: readonly string[]; press: (date: string) => void };
}

/** Any week gives the names of its days. */
const ANY_WEEK = weeksOf("2027-02")[0] ?? [];

/** A month of stamps. */
export function CheckInMonth({
  month,
  today,
  days,
  milestones,
  madeUp,
  missed,
}: CheckInMonthProps) {
  const t = useTranslations("earning.checkIn");
  const format = useFormats();
  return (
    <table className="w-full table-fixed border-separate border-spacing-1 text-center sm:border-spacing-1.5">
      <caption className="sr-only">{t("monthLabel", { month: format.monthName(month) })}</caption>
      <thead>
        <tr className="text-ink-faint text-xs">
          {ANY_WEEK.map((date) =>
            date ? (
              <th key={date} scope="col" className="pb-1 font-normal">
                {format.weekday(date)}
              </th>
            ) : null,
          )}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month).map((week, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the weeks of a month never move
          <tr key={row}>
            {week.map((date, column) =>
              date ? (
                <MonthDay
                  key={date}
                  date={date}
                  isToday={date === today}
                  isDone={days.includes(date)}
                  milestone={milestones.find((one) => one.date === date)?.streak ?? null}
                  isAhead={date > today}
                  isMadeUp={madeUp.includes(date)}
                  press={missed?.dates.includes(date) ? () => missed.press(date) : null}
                />
              ) : (
                // biome-ignore lint/suspicious/noArrayIndexKey: a day of another month, empty
                <td key={column} />
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface MonthDayProps {
  date: string;
  isToday: boolean;
  isDone: boolean;
  milestone: number | null;
  isAhead: boolean;
  isMadeUp: boolean;
  press: (() => void) | null;
}

function MonthDay({ date, isToday, isDone, milestone, isAhead, isMadeUp, press }: MonthDayProps) {
  const t = useTranslations("earning.checkIn");
  const day = Number(date.slice(8));
  function words(): string {
    if (milestone !== null) return t("dayMilestone", { day, streak: milestone });
    if (!isDone) return t("dayOpen", { day });
    return t(isMadeUp ? "dayMadeUp" : "dayDone", { day });
  }
  return (
    <td
      aria-current={isToday ? "date" : undefined}
      className={classNames(
        "tabular relative h-11 rounded-md text-sm sm:h-13",
        isToday
          ? "border border-seal-ink font-semibold text-seal-ink"
          : "border border-transparent",
        isAhead ? "text-ink-faint" : "bg-sunken/60 text-ink-soft",
      )}
    >
      {isDone ? (
        <Seal
          text={milestone === null ? t(isMadeUp ? "sealMadeUp" : "seal") : `${milestone}`}
          className={classNames(
            "absolute inset-0 m-auto size-8 text-sm sm:size-10",
            isToday && "stamp",
            isMadeUp && "bg-seal-soft text-seal-ink shadow-none ring-1 ring-seal-ink ring-inset",
            milestone !== null && "tabular ring-2 ring-tier-4 [writing-mode:horizontal-tb]",
            TILTS[day % TILTS.length],
          )}
        />
      ) : press ? (
        <button
          type="button"
          aria-label={t("makeUp.day", { day })}
          onClick={press}
          className="absolute inset-0 grid place-items-center rounded-md border border-line-strong border-dashed hover:bg-sunken"
        >
          {day}
        </button>
      ) : (
        <span aria-hidden="true">{day}</span>
      )}
      {press ? null : <span className="sr-only">{words()}</span>}
    </td>
  );
}

/** No hand stamps the same way twice. */
const TILTS = ["-rotate-3", "rotate-2", "-rotate-6", "rotate-3", "-rotate-1"];
