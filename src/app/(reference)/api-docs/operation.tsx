import { useTranslations } from "next-intl";
import type { ApiOperation } from "@/trpc/api-document";
import { classNames } from "@/ui/class-names";
import { Callers } from "./callers";
import { CodeBlock } from "./code-block";
import { API_PREFIX, curlOf } from "./curl";
import { english } from "./english";
import { ErrorLinks } from "./error-links";
import { FieldList } from "./field-list";
import { parameterField } from "./fields";
import { Method } from "./method";
import { ShapeList } from "./shape-list";

const PLACES = ["path", "query", "header"] as const;

/** One operation: what it does, who may call it, what goes in and what comes out. */
export function Operation({ operation }: { operation: ApiOperation }) {
  const t = useTranslations("apiDocs.operation");
  const { id, method, path, summary, description, body, answers, errors } = operation;
  const titleId = `${id}-title`;
  return (
    <article
      id={id}
      aria-labelledby={titleId}
      className="scroll-mt-6 rounded-lg border border-line bg-surface p-4 sm:p-6"
    >
      <h3
        id={titleId}
        className="flex items-baseline gap-2.5 font-medium font-sans text-base leading-snug"
      >
        <Method name={method} />
        <code className="wrap-anywhere">
          <span className="font-normal text-ink-soft max-sm:hidden">{API_PREFIX}</span>
          {path.slice(API_PREFIX.length)}
        </code>
      </h3>
      <p lang="en" className={classNames("mt-2 font-medium", english)}>
        {summary}
      </p>
      {description ? (
        <p lang="en" className={classNames("mt-1 max-w-prose text-ink-soft text-sm", english)}>
          {description}
        </p>
      ) : null}
      <div className="mt-3">
        <Callers access={operation.access} />
      </div>
      <div className="mt-5 grid gap-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]">
        <div className="min-w-0 space-y-5">
          <Parameters operation={operation} />
          {body ? (
            <section aria-label={t("body")}>
              <h4 className="mb-1.5 font-medium text-sm">{t("body")}</h4>
              <ShapeList schema={body.schema} />
            </section>
          ) : null}
          {answers.map(({ status, schema }) => (
            <details key={status}>
              <summary className="py-1 font-medium text-sm">{t("answer", { status })}</summary>
              <div className="mt-1.5">
                <ShapeList schema={schema} answer />
              </div>
            </details>
          ))}
          <details>
            <summary className="py-1 font-medium text-sm">
              {t("errors", { count: errors.length })}
            </summary>
            <div className="mt-1.5">
              <ErrorLinks errors={errors} />
            </div>
          </details>
        </div>
        <div className="min-w-0">
          <CodeBlock label={t("example")}>{curlOf(operation)}</CodeBlock>
        </div>
      </div>
    </article>
  );
}

function Parameters({ operation }: { operation: ApiOperation }) {
  const t = useTranslations("apiDocs.operation");
  return PLACES.map((place) => {
    const found = operation.parameters.filter((parameter) => parameter.in === place);
    if (found.length === 0) return null;
    return (
      <section key={place} aria-label={t(`parameters.${place}`)}>
        <h4 className="mb-1.5 font-medium text-sm">{t(`parameters.${place}`)}</h4>
        <FieldList
          fields={found.map(({ name, schema, required, description }) =>
            parameterField(name, schema, required, description),
          )}
        />
      </section>
    );
  });
}
