import { Settings2 } from "lucide-react";
import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import { buttonClass } from "@/ui/button-class";
import { classNames } from "@/ui/class-names";
import { LanguageChoice } from "@/ui/language-choice";
import { PageLink } from "@/ui/page-link";
import { themeCookie, themeFor } from "@/ui/theme";
import { ThemeChoice } from "@/ui/theme-choice";
import { SignOutButton } from "./sign-out-button";

interface SettingsMenuProps {
  /** Left out on pages that are the same for everybody: then nothing of an account is there. */
  person?: { name: string; email: string; role: string } | null;
  /** Where the panel opens, as classes: it lies in the top layer, fixed to the window. */
  placement: string;
  className?: string;
}

/** Language, appearance, account. The browser's own popover: Escape and a click outside close it. */
export async function SettingsMenu({ person, placement, className }: SettingsMenuProps) {
  const t = await getTranslations("common.menu");
  const theme = themeFor((await cookies()).get(themeCookie)?.value);
  const initial = person?.name.trim().charAt(0).toUpperCase();
  return (
    <>
      <button
        type="button"
        popoverTarget="settings"
        aria-label={person ? t("settingsOf", { name: person.name }) : t("settings")}
        className={classNames(
          "flex items-center gap-2.5 rounded-full text-ink-soft text-sm hover:text-ink",
          className,
        )}
      >
        <span
          aria-hidden="true"
          className="grid size-11 shrink-0 place-items-center rounded-full bg-sunken font-serif text-base text-ink lg:size-9 lg:text-sm"
        >
          {initial ?? <Settings2 className="size-4.5" strokeWidth={1.75} />}
        </span>
        {person ? <span className="hidden max-w-32 truncate lg:block">{person.name}</span> : null}
      </button>
      <div
        id="settings"
        popover="auto"
        className={classNames(
          "inset-auto w-72 max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-surface p-5 text-ink shadow-overlay open:enter",
          placement,
        )}
      >
        <div className="space-y-4">
          {person ? (
            <p className="text-sm">
              <span className="block text-ink-faint">{t("signedInAs")}</span>
              <span className="block truncate font-medium text-base">{person.name}</span>
              <span className="block truncate text-ink-soft">{person.email}</span>
            </p>
          ) : null}
          <LanguageChoice />
          <ThemeChoice initial={theme} />
          {person ? (
            <PageLink
              href={person.role === "member" ? "/membership/security" : "/console/account"}
              className={buttonClass("secondary", "sm", "w-full")}
            >
              {t("security")}
            </PageLink>
          ) : null}
          {person ? <SignOutButton /> : null}
          {person === null ? (
            <PageLink href="/sign-in" className={buttonClass("primary", "sm", "w-full")}>
              {t("signIn")}
            </PageLink>
          ) : null}
        </div>
      </div>
    </>
  );
}
