import { useTranslations } from "next-intl";
import { Panel } from "@/ui/panel";
import { Skeleton } from "@/ui/skeleton";

/** The page's places before its figures. */
export function OverviewSkeleton() {
  const t = useTranslations("common.state");
  return (
    <div role="status" className="space-y-4">
      <span className="sr-only">{t("loading")}</span>
      <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5 xl:gap-4">
        {["a", "b", "c", "d", "e"].map((tile) => (
          <Panel key={tile} className="space-y-3">
            <Skeleton className="h-4 w-16" />
            <Skeleton className="h-8 w-28" />
          </Panel>
        ))}
      </div>
      <div className="grid gap-4 xl:grid-cols-[1.75fr_1fr]">
        <Panel>
          <Skeleton className="mb-5 h-6 w-28" />
          <Skeleton className="h-60 w-full" />
        </Panel>
        <Panel>
          <Skeleton className="mb-5 h-6 w-28" />
          <Skeleton className="h-60 w-full" />
        </Panel>
      </div>
    </div>
  );
}
