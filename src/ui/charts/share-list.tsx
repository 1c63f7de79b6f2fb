import { classNames } from "../class-names";
import { PageLink } from "../page-link";

export interface Share {
  key: string;
  name: string;
  value: number;
  /** How the value is said: "170 · 14.2%". */
  valueText: string;
  /** The class of its colour. */
  swatch: string;
  /** Where those behind it are. */
  href?: string;
}

interface ShareListProps {
  label: string;
  shares: readonly Share[];
  /** Names of more than a word or two. */
  long?: boolean;
}

/** Parts of a whole, a bar for each. */
export function ShareList({ label, shares, long = false }: ShareListProps) {
  const whole = shares.reduce((sum, { value }) => sum + value, 0);
  return (
    <ul aria-label={label} className="space-y-4 xl:space-y-7">
      {shares.map(({ key, name, value, valueText, swatch, href }) => (
        <li
          key={key}
          className={classNames(
            "grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1.5",
            long
              ? "sm:grid-cols-[14rem_minmax(3rem,1fr)_7.5rem]"
              : "sm:grid-cols-[6rem_minmax(3rem,1fr)_7.5rem]",
          )}
        >
          <span className="truncate text-sm">
            {href === undefined ? (
              name
            ) : (
              <PageLink href={href} className="touch underline-offset-4 hover:underline">
                {name}
              </PageLink>
            )}
          </span>
          <span
            aria-hidden="true"
            className="order-last col-span-2 block h-2.5 overflow-hidden rounded-xs bg-sunken sm:order-none sm:col-span-1"
          >
            <span
              className={`block h-full rounded-xs ${swatch}`}
              style={{
                width: whole > 0 ? `max(${value > 0 ? 3 : 0}px, ${(value / whole) * 100}%)` : 0,
              }}
            />
          </span>
          <span className="tabular text-right text-ink-soft text-sm">{valueText}</span>
        </li>
      ))}
    </ul>
  );
}
