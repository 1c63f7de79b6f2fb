import { useTranslations } from "next-intl";
import { classNames } from "@/ui/class-names";
import { Panel } from "@/ui/panel";
import { Skeleton, SkeletonRows } from "@/ui/skeleton";

interface PageSkeletonProps {
  /** A page of one list is narrow. */
  narrow?: boolean;
}

/** A page's own shape, so that nothing jumps when it comes. */
export function PageSkeleton({ narrow = false }: PageSkeletonProps) {
  const t = useTranslations("common.state");
  return (
    <main
      id="main"
      aria-busy="true"
      className={classNames(
        "mx-auto px-4 pt-2 sm:px-6 lg:pt-4",
        narrow ? "max-w-3xl" : "max-w-[74rem]",
      )}
    >
      <div className="mb-5 space-y-2 lg:mb-8">
        <Skeleton className="h-8 w-40" />
        <Skeleton className="h-4 w-64" />
      </div>
      {narrow ? (
        <Panel>
          <SkeletonRows label={t("loading")} rows={6} />
        </Panel>
      ) : (
        <div className="grid gap-6 md:grid-cols-2">
          <Panel>
            <SkeletonRows label={t("loading")} rows={4} />
          </Panel>
          <Panel>
            <SkeletonRows label={t("loading")} rows={4} />
          </Panel>
        </div>
      )}
    </main>
  );
}
