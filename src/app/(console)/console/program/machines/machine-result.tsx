import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";

type Found = Outputs["machines"]["search"];
type Sequence = NonNullable<Found["machine"]>;

/** What a search found: the shortest way to make money, and what else should be known. */
export function MachineResult({ found }: { found: Found }) {
  const t = useTranslations("program.machines");
  const { machine, notes, depth, asOf } = found;
  const format = useFormats();
  return (
    <>
      {machine ? (
        <div role="alert" className="mt-3 rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
          <p className="font-semibold">{t("found", { steps: machine.steps.length })}</p>
          <Steps sequence={machine} />
        </div>
      ) : (
        <p role="status" className="mt-2 text-sm">
          {t("none", { depth })}
        </p>
      )}
      {notes.length > 0 ? (
        <>
          <h4 className="mt-4 text-sm">{t("notes")}</h4>
          <ul className="mt-1 list-disc space-y-2 pl-5 text-ink-soft text-sm">
            {notes.map(({ kind, text, sequence }) => (
              <li key={`${kind} ${text}`}>
                {text}
                {sequence ? <Steps sequence={sequence} /> : null}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <p className="mt-3 text-ink-soft text-sm">{t("asOf", { time: format.dateTime(asOf) })}</p>
    </>
  );
}

const memberNames = ["memberA", "memberB"] as const;

function Steps({ sequence: { tier, steps, text } }: { sequence: Sequence }) {
  const t = useTranslations("program.machines");
  const format = useFormats();

  function figures({ available, pending, owed, coupons }: Sequence["steps"][0]["members"][0]) {
    const all = [
      t("available", { points: format.points(available) }),
      ...(pending > 0 ? [t("pending", { points: format.points(pending) })] : []),
      ...(owed > 0 ? [t("owed", { points: format.points(owed) })] : []),
      ...(coupons > 0 ? [t("coupons", { count: coupons })] : []),
    ];
    return all.join(t("comma"));
  }

  return (
    <div className="mt-2">
      <p>{t("tier", { tier: tier.name })}</p>
      <ol className="mt-1 list-decimal space-y-1.5 pl-5">
        {steps.map((step, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a sequence never changes
          <li key={at}>
            {step.text}
            <span className="tabular block text-xs">
              {[
                t("money", { money: format.money(step.moneyMinor) }),
                ...step.members.map((member, who) =>
                  t(memberNames[who] ?? "memberA", { figures: figures(member) }),
                ),
              ].join(t("semicolon"))}
            </span>
          </li>
        ))}
      </ol>
      <p className="mt-2">{text}</p>
    </div>
  );
}
