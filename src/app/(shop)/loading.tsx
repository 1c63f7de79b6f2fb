import { useTranslations } from "next-intl";
import { Panel } from "@/ui/panel";
import { Skeleton, SkeletonRows } from "@/ui/skeleton";

export default function ShopLoading() {
  const t = useTranslations("common.state");
  return (
    <main id="main" className="mx-auto max-w-[74rem] px-4 pt-2 sm:px-6 lg:pt-4" aria-busy="true">
      <Skeleton className="mb-8 h-9 w-56" />
      <Panel>
        <SkeletonRows label={t("loading")} rows={6} />
      </Panel>
    </main>
  );
}
