import { useTranslations } from "next-intl";
import { Panel } from "@/ui/panel";
import { Skeleton, SkeletonRows } from "@/ui/skeleton";

/** The page's own shape, so that nothing jumps when it comes. */
export default function MembershipLoading() {
  const t = useTranslations("common.state");
  return (
    <main id="main" className="mx-auto max-w-[74rem] px-4 pt-2 sm:px-6 lg:pt-4" aria-busy="true">
      <div className="mb-5 space-y-2 lg:mb-8">
        <Skeleton className="h-4 w-24" />
        <Skeleton className="h-8 w-48" />
      </div>
      <div className="grid gap-6 md:grid-cols-2 xl:grid-cols-[minmax(0,25rem)_minmax(0,1fr)_minmax(0,20rem)]">
        <div className="space-y-6">
          <Skeleton className="aspect-[1.6] rounded-xl" />
          <Skeleton className="h-4 w-full" />
          <Panel className="space-y-4">
            <Skeleton className="h-6 w-16" />
            <Skeleton className="h-12 w-full" />
          </Panel>
        </div>
        <div className="space-y-6">
          <Panel className="space-y-4">
            <Skeleton className="h-6 w-16" />
            <Skeleton className="h-11 w-40" />
            <Skeleton className="h-20 w-full" />
          </Panel>
          <Panel>
            <SkeletonRows label={t("loading")} rows={5} />
          </Panel>
        </div>
        <div className="hidden space-y-6 xl:block">
          <Panel>
            <SkeletonRows label={t("loading")} rows={5} />
          </Panel>
        </div>
      </div>
    </main>
  );
}
