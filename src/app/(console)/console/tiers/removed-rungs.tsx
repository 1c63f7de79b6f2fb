import { useTranslations } from "next-intl";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";

interface Named {
  code: string;
  name: string;
}

interface RemovedRungsProps {
  removed: readonly Named[];
  targets: readonly Named[];
  targetOf: (code: string) => string;
  onChoose: (code: string, target: string) => void;
}

/** A tier that goes away leaves its members somewhere: asked for each. */
export function RemovedRungs({ removed, targets, targetOf, onChoose }: RemovedRungsProps) {
  const t = useTranslations("program.ladder");
  if (removed.length === 0) return null;
  return (
    <section
      aria-labelledby="removed-title"
      className="mt-4 rounded-lg border border-seal-line bg-seal-soft/45 p-5"
    >
      <h2 id="removed-title" className="text-lg">
        {t("removedTitle")}
      </h2>
      <p className="mt-1 mb-4 text-ink-soft text-sm">{t("removedText")}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        {removed.map(({ code, name }) => (
          <Field key={code} label={t("moveTo", { tier: name })}>
            {(control) => (
              <Select
                {...control}
                value={targetOf(code)}
                onChange={(event) => onChoose(code, event.target.value)}
              >
                {targets.map((target) => (
                  <option key={target.code} value={target.code}>
                    {target.name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ))}
      </div>
    </section>
  );
}
