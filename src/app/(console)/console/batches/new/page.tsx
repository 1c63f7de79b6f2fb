import { ChevronLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { UploadSteps } from "./upload-steps";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("batches");
  return { title: t("upload") };
}

export default async function NewBatchPage() {
  await requirePerson();
  const t = await getTranslations("batches");
  return (
    <main id="main" className="max-w-[60rem] px-4 py-6 sm:px-8 lg:py-7">
      <Link
        href="/console/batches"
        className="-ml-1 mb-4 inline-flex items-center gap-1 rounded-sm py-1 text-ink-soft text-sm hover:text-ink"
      >
        <ChevronLeft aria-hidden="true" className="size-4" />
        {t("back")}
      </Link>
      <h1 className="text-2xl">{t("upload")}</h1>
      <p className="mt-1 mb-6 max-w-prose text-ink-soft">{t("uploadLead")}</p>
      <UploadSteps />
    </main>
  );
}
