import { useTranslations } from "next-intl";
import { buttonClass } from "@/ui/button-class";
import { BrandSeal } from "./shell/brand-seal";

export default function NotFoundPage() {
  const t = useTranslations("common.state");
  return (
    <main id="main" className="mx-auto flex max-w-xl flex-col items-center px-4 py-24 text-center">
      <BrandSeal size="lg" />
      <p aria-hidden="true" className="mt-5 font-semibold font-serif text-3xl text-seal-ink">
        404
      </p>
      <h1 className="mt-2 text-xl">{t("notFoundTitle")}</h1>
      <p className="mt-2 mb-8 text-ink-soft">{t("notFoundText")}</p>
      {/* It comes with every page, in case: the router’s own link would be the heaviest part of it. */}
      <a href="/" className={buttonClass("secondary")}>
        {t("home")}
      </a>
    </main>
  );
}
