import { useTranslations } from "next-intl";
import { Panel } from "@/ui/panel";
import { Skeleton, SkeletonRows } from "@/ui/skeleton";

export default function ConsoleLoading() {
  const t = useTranslations("common.state");
  return (
    <main id="main" className="px-4 py-6 sm:px-8 lg:py-7" aria-busy="true">
      <Skeleton className="mb-6 h-9 w-40" />
      <Panel>
        <SkeletonRows label={t("loading")} rows={9} />
      </Panel>
    </main>
  );
}
