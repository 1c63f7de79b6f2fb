import { useTranslations } from "next-intl";
import { Skeleton } from "@/ui/skeleton";

const places = ["a", "b", "c", "d", "e", "f", "g", "h"];

/** A shelf with nothing on it yet. */
export default function MallLoading() {
  const t = useTranslations("common.state");
  return (
    <main id="main" className="mx-auto max-w-[74rem] px-4 pt-2 sm:px-6 lg:pt-4" aria-busy="true">
      <p role="status" className="sr-only">
        {t("loading")}
      </p>
      <div className="mb-8 space-y-2">
        <Skeleton className="h-8 w-40" />
        <Skeleton className="h-4 w-52" />
      </div>
      <div className="grid grid-cols-2 gap-3 sm:gap-4 md:grid-cols-3 lg:grid-cols-4 lg:gap-6">
        {places.map((place) => (
          <div key={place} className="overflow-hidden rounded-lg border border-line bg-surface">
            <Skeleton className="aspect-[5/4] rounded-none" />
            <div className="space-y-2 p-4">
              <Skeleton className="h-4 w-3/5" />
              <Skeleton className="h-4 w-2/5" />
              <Skeleton className="h-9 w-full" />
            </div>
          </div>
        ))}
      </div>
    </main>
  );
}
