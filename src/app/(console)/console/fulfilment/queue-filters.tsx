import { useTranslations } from "next-intl";
import { Button } from "@/ui/button";
import { chipClass } from "@/ui/chip-class";
import { ages, type queueInput, redemptionStatuses } from "./queue-query";

interface QueueFiltersProps {
  input: ReturnType<typeof queueInput>;
  onGo: (changes: Record<string, string | undefined>) => void;
}

/** Of which status, and of those that wait how long. */
export function QueueFilters({ input, onGo }: QueueFiltersProps) {
  const t = useTranslations("mallDesk.fulfilment");
  if ("redemptionId" in input) {
    return (
      <p className="flex flex-wrap items-center gap-3 text-ink-soft">
        {t("only", { id: input.redemptionId })}
        <Button size="sm" variant="quiet" onClick={() => onGo({ redemption: undefined })}>
          {t("all")}
        </Button>
      </p>
    );
  }
  return (
    <div className="space-y-2">
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">{t("filter")}</legend>
        {redemptionStatuses.map((status) => (
          <button
            key={status}
            type="button"
            aria-pressed={status === input.status}
            onClick={() =>
              onGo({ status: status === "PENDING" ? undefined : status, age: undefined })
            }
            className={chipClass(status === input.status)}
          >
            {t(`statuses.${status}`)}
          </button>
        ))}
      </fieldset>
      {input.status === "PENDING" ? (
        <fieldset className="flex flex-wrap gap-2">
          <legend className="sr-only">{t("ageFilter")}</legend>
          {ages.map((days) => (
            <button
              key={days}
              type="button"
              aria-pressed={days === input.minWaitingDays}
              onClick={() =>
                onGo({ age: days === input.minWaitingDays ? undefined : String(days) })
              }
              className={chipClass(days === input.minWaitingDays)}
            >
              {t("age", { days })}
            </button>
          ))}
        </fieldset>
      ) : null}
    </div>
  );
}
