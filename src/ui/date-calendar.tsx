"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { formatDate } from "@/i18n/format";
import { useFormats } from "@/i18n/use-formats";
import { classNames } from "./class-names";
import { dateOf, daysAfter, monthsAfter, NO_DATE, weeksOf } from "./date-text";

interface DateCalendarProps {
  /** What it opens below. */
  anchor: RefObject<HTMLElement | null>;
  /** Anything that is no date opens it on today. */
  chosen: string;
  min: string | undefined;
  max: string | undefined;
  onChoose: (date: string) => void;
  onClose: () => void;
}

const GAP = 4;
const steps: Record<string, (date: string) => string> = {
  ArrowLeft: (date) => daysAfter(date, -1),
  ArrowRight: (date) => daysAfter(date, 1),
  ArrowUp: (date) => daysAfter(date, -7),
  ArrowDown: (date) => daysAfter(date, 7),
  PageUp: (date) => monthsAfter(date, -1),
  PageDown: (date) => monthsAfter(date, 1),
};

/** A month to choose a day of: arrows go by days and weeks, page keys by months. */
export function DateCalendar({ anchor, chosen, min, max, onChoose, onClose }: DateCalendarProps) {
  const t = useTranslations("shell.date");
  const format = useFormats();
  const panel = useRef<HTMLDivElement>(null);
  const today = formatDate(format.now.toISOString(), format.timeZone);
  const isDate = !["", NO_DATE].includes(dateOf(chosen));
  const [at, setAt] = useState(isDate ? chosen : today);

  // Above everything, dialogs too, and closed by a click elsewhere or Escape, as the browser does it.
  useLayoutEffect(() => {
    const [element, place] = [panel.current, anchor.current?.getBoundingClientRect()];
    if (!element || !place) return;
    element.showPopover();
    const { offsetHeight: height, offsetWidth: width } = element;
    const below = place.bottom + GAP;
    const fits = below + height <= window.innerHeight;
    element.style.top = `${Math.max(GAP, fits ? below : place.top - height - GAP)}px`;
    element.style.left = `${Math.max(GAP, Math.min(place.left, window.innerWidth - width - GAP))}px`;
  }, [anchor]);
  useEffect(() => {
    panel.current?.querySelector<HTMLElement>(`[data-date="${at}"]`)?.focus();
  }, [at]);

  function walk(event: KeyboardEvent): void {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    setAt(step(at));
  }

  const arrow = (label: string, months: number, Icon: typeof ChevronLeft) => (
    <button
      type="button"
      aria-label={label}
      onClick={() => setAt(monthsAfter(at, months))}
      className="touch grid size-8 place-items-center rounded-full text-ink-soft hover:bg-sunken"
    >
      <Icon aria-hidden="true" className="size-4" />
    </button>
  );
  const weeks = weeksOf(at);
  return (
    <div
      ref={panel}
      popover="auto"
      onToggle={(event) => (event.newState === "closed" ? onClose() : undefined)}
      className="inset-auto m-0 rounded-lg border border-line bg-surface p-3 text-ink shadow-overlay"
    >
      <div className="mb-1 flex items-center justify-between gap-2">
        {arrow(t("previous"), -1, ChevronLeft)}
        <p aria-live="polite" className="font-medium text-sm">
          {format.monthName(at.slice(0, 7))}
        </p>
        {arrow(t("next"), 1, ChevronRight)}
      </div>
      <table onKeyDown={walk} className="tabular text-center text-sm">
        <thead>
          <tr className="text-ink-faint text-xs">
            {weeks[0]?.map((date) => (
              <th key={date} scope="col" className="size-9 font-normal">
                {format.weekday(date)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((date) => (
                <td key={date}>
                  <button
                    type="button"
                    data-date={date}
                    tabIndex={date === at ? 0 : -1}
                    aria-label={`${date} ${format.weekday(date)}`}
                    aria-pressed={date === chosen}
                    aria-current={date === today ? "date" : undefined}
                    disabled={
                      (min !== undefined && date < min) || (max !== undefined && date > max)
                    }
                    onClick={() => onChoose(date)}
                    className={classNames(
                      "size-9 rounded-full hover:bg-sunken disabled:opacity-40",
                      date.slice(0, 7) !== at.slice(0, 7) && "text-ink-faint",
                      date === today && "font-semibold text-seal-ink",
                      date === chosen && "bg-seal text-seal-on hover:bg-seal",
                    )}
                  >
                    {Number(date.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
