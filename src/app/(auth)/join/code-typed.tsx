import { useTranslations } from "next-intl";
import { buttonClass } from "@/ui/button-class";
import { Input } from "@/ui/input";

interface CodeTypedProps {
  /** What was typed before and is no code. */
  typed: string;
  comeBackTo: string;
}

/** For a code that a friend said or wrote: it comes back to this page as a link of theirs would. */
export function CodeTyped({ typed, comeBackTo }: CodeTypedProps) {
  const t = useTranslations("inviting.typed");
  const isWrong = typed !== "";
  return (
    <details open={isWrong} className="mt-6 text-sm">
      <summary className="touch cursor-pointer text-ink-soft hover:text-ink">{t("open")}</summary>
      <form action="/join" className="mt-3">
        <input type="hidden" name="next" value={comeBackTo} />
        <label htmlFor="invite" className="mb-1.5 block font-medium">
          {t("label")}
        </label>
        <div className="flex gap-2">
          <Input
            id="invite"
            name="invite"
            required
            maxLength={40}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            defaultValue={typed.slice(0, 40)}
            aria-invalid={isWrong ? true : undefined}
            aria-describedby={isWrong ? "invite-error" : undefined}
          />
          <button type="submit" className={buttonClass("secondary", "md", "shrink-0")}>
            {t("use")}
          </button>
        </div>
        {isWrong ? (
          <p id="invite-error" className="mt-1.5 text-seal-ink">
            {t("wrong")}
          </p>
        ) : null}
      </form>
    </details>
  );
}
