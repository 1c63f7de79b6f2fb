import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { DeskPage } from "../../desk-page";
import { UploadSteps } from "./upload-steps";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("batches");
  return { title: t("upload") };
}

export default async function NewBatchPage() {
  await requirePerson();
  const t = await getTranslations("batches");
  return (
    <DeskPage
      className="max-w-[60rem]"
      back={{ href: "/console/batches", label: t("back") }}
      title={t("upload")}
      lead={t("uploadLead")}
    >
      <UploadSteps />
    </DeskPage>
  );
}
