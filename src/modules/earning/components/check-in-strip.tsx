import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { classNames } from "@/ui/class-names";
import { Seal } from "@/ui/seal";
import { type CheckIns, type StripDay, stripOf } from "./check-in-days";

interface CheckInStripProps {
  checkIns: CheckIns;
  points: number;
  bonusPoints: number;
}

/** The round of seven days: each day checked in leaves its seal. */
export function CheckInStrip({ checkIns, points, bonusPoints }: CheckInStripProps) {
  const t = useTranslations("earning.checkIn");
  return (
    <ol aria-label={t("stripLabel")} className="grid grid-cols-7 gap-1.5 sm:gap-2">
      {stripOf(checkIns).map((day) => (
        <StripCell
          key={day.date}
          day={day}
          isToday={day.date === checkIns.today}
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
}

function StripCell({ day, isToday, points }: StripCellProps) {
  const t = useTranslations("earning.checkIn");
  const format = useFormats();
  const { date, state, isBonus } = day;
  return (
    <li
      className={classNames(
        "relative grid aspect-square max-h-14 w-full place-items-center rounded-md border text-center text-xs leading-tight",
        state === "today" ? "border-seal-ink" : "border-line-strong border-dashed",
        state === "ahead" && "text-ink-faint",
      )}
    >
      {state === "done" ? (
        <Seal
          // A new key stamps it again: the seal comes down when the day is done.
          key="done"
          text={t("seal")}
          className={classNames(
            "absolute inset-0.5 size-auto rounded-sm",
            isToday ? "stamp rotate-3" : "-rotate-3",
          )}
        />
      ) : (
        <span aria-hidden="true" className={state === "today" ? "font-medium text-seal-ink" : ""}>
          {isToday ? t("today") : format.weekday(date)}
          {isToday || isBonus ? <span className="tabular block font-medium">+{points}</span> : null}
        </span>
      )}
      <span className="sr-only">
        {t(`day.${state}`, { date: format.dayOfMonth(date), points })}
      </span>
    </li>
  );
}
