import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { classNames } from "@/ui/class-names";
import { Seal } from "@/ui/seal";
import { type CheckIns, type StripDay, stripOf } from "./check-in-days";

interface CheckInStripProps {
  checkIns: CheckIns;
  points: number;
  bonusPoints: number;
  /** Checks in for today, while that is open. */
  today: TodayButton | null;
}

interface TodayButton {
  label: string;
  pending: boolean;
  press: () => void;
}

/** The round of seven days: each day checked in leaves its seal, and today's cell is pressed for it. */
export function CheckInStrip({ checkIns, points, bonusPoints, today }: CheckInStripProps) {
  const t = useTranslations("earning.checkIn");
  return (
    <ol
      aria-label={t("stripLabel")}
      className="grid grid-cols-7 gap-1.5 max-[22rem]:gap-1 sm:gap-2"
    >
      {stripOf(checkIns).map((day) => (
        <StripCell
          key={day.date}
          day={day}
          isToday={day.date === checkIns.today}
          button={day.date === checkIns.today ? today : null}
          points={day.isBonus ? points + bonusPoints : points}
        />
      ))}
    </ol>
  );
}

interface StripCellProps {
  day: StripDay;
  isToday: boolean;
  points: number;
  button: TodayButton | null;
}

function StripCell({ day, isToday, points, button }: StripCellProps) {
  const t = useTranslations("earning.checkIn");
  const format = useFormats();
  const { date, state, isBonus } = day;
  const isStamped = state === "done";
  const figure = (
    <span aria-hidden="true" className={state === "today" ? "font-medium text-seal-ink" : ""}>
      {isToday ? t("today") : format.weekday(date)}
      {isToday || isBonus ? <span className="tabular block font-medium">+{points}</span> : null}
    </span>
  );
  return (
    <li
      className={classNames(
        "relative grid aspect-square max-h-14 w-full place-items-center rounded-md border text-center text-xs leading-tight max-[22rem]:text-[0.625rem]",
        state === "today" ? "border-seal-ink" : "border-line-strong border-dashed",
        state === "ahead" && "text-ink-faint",
        button && !isStamped && "bg-seal-soft",
      )}
    >
      {isStamped ? (
        <Seal
          // A new key stamps it again: the seal comes down when the day is done.
          key="done"
          text={t("seal")}
          className={classNames(
            "absolute inset-0.5 size-auto rounded-sm",
            isToday ? "stamp rotate-3" : "-rotate-3",
          )}
        />
      ) : button ? null : (
        figure
      )}
      {button ? (
        <button
          type="button"
          aria-label={button.label}
          // Stamped already while the answer is awaited: it keeps the focus, should the seal be lifted.
          aria-disabled={button.pending || undefined}
          aria-busy={button.pending || undefined}
          onClick={button.pending ? undefined : button.press}
          className="touch absolute inset-0 grid place-items-center rounded-md motion-safe:transition-transform motion-safe:active:scale-95"
        >
          {isStamped ? null : figure}
        </button>
      ) : null}
      <span className="sr-only">
        {t(`day.${state}`, { date: format.dayOfMonth(date), points })}
      </span>
    </li>
  );
}
