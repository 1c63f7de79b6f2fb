import { useTranslations } from "next-intl";
import { buttonClass } from "@/ui/button-class";
import { PageLink } from "@/ui/page-link";
import { Seal } from "@/ui/seal";

/** Signed in, but on the wrong side of the counter. */
export function NoAccess({ kind }: { kind: "member" | "console" }) {
  const t = useTranslations("common.noAccess");
  const isConsole = kind === "console";
  return (
    <main id="main" className="mx-auto flex max-w-xl flex-col items-center px-4 py-20 text-center">
      <Seal text="止" size="lg" className="-rotate-6" />
      <h1 className="mt-6 text-xl">{t(isConsole ? "consoleTitle" : "memberTitle")}</h1>
      <p className="mt-2 mb-8 text-ink-soft">{t(isConsole ? "consoleText" : "memberText")}</p>
      <PageLink href={isConsole ? "/membership" : "/console"} className={buttonClass("primary")}>
        {t(isConsole ? "toMembership" : "toConsole")}
      </PageLink>
    </main>
  );
}
