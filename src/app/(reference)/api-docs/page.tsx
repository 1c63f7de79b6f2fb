import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { apiReference } from "@/trpc/api-document";
import { buttonClass } from "@/ui/button-class";
import { classNames } from "@/ui/class-names";
import { Calling } from "./calling";
import { Contents } from "./contents";
import { english } from "./english";
import { ErrorList } from "./error-list";
import { Operation } from "./operation";

const DOCUMENT = "/api/v1/member-system/openapi.json";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("apiDocs");
  const { version } = apiReference();
  return { title: t("title"), description: t("lead", { version }), robots: { index: true } };
}

export default async function ApiDocsPage() {
  const t = await getTranslations("apiDocs");
  const { version, tags, errors } = apiReference();
  return (
    <main id="main" className="mx-auto max-w-[74rem] px-4 pt-2 sm:px-6 lg:pt-4">
      <div className="mb-6 flex flex-wrap items-end justify-between gap-4 lg:mb-8">
        <div className="max-w-2xl">
          <h1 className="text-xl lg:text-2xl">{t("title")}</h1>
          <p className="mt-2 text-ink-soft">{t("lead", { version })}</p>
        </div>
        <a href={DOCUMENT} className={buttonClass("secondary", "sm")}>
          {t("document")}
        </a>
      </div>
      <div className="grid gap-8 lg:grid-cols-[13rem_minmax(0,1fr)] lg:items-start lg:gap-10">
        <Contents tags={tags} />
        <div className="min-w-0 space-y-12">
          <Calling />
          {tags.map(({ name, description, operations }) => (
            <section key={name} id={name} aria-labelledby={`${name}-title`} className="scroll-mt-6">
              <h2 id={`${name}-title`} className="text-xl">
                {t.has(`tags.${name}` as "tags.members")
                  ? t(`tags.${name}` as "tags.members")
                  : name}
              </h2>
              {description ? (
                <p lang="en" className={classNames("mt-1 text-ink-soft", english)}>
                  {description}
                </p>
              ) : null}
              <div className="mt-4 space-y-4">
                {operations.map((operation) => (
                  <Operation key={operation.id} operation={operation} />
                ))}
              </div>
            </section>
          ))}
          <ErrorList errors={errors} />
        </div>
      </div>
    </main>
  );
}
