import { Upload } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { pagedOptions } from "@/trpc/paged-options";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { buttonClass } from "@/ui/button-class";
import { PageLink } from "@/ui/page-link";
import { Panel } from "@/ui/panel";
import { DeskPage } from "../desk-page";
import { BatchList } from "./batch-list";
import { batchesInput } from "./batches-query";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("batches");
  return { title: t("title") };
}

export default async function BatchesPage() {
  await requirePerson();
  const [caller, t] = await Promise.all([api(), getTranslations("batches")]);
  await queryClientOfRequest().prefetchInfiniteQuery(
    pagedOptions(trpc.points.batches.infiniteQueryKey(batchesInput), () =>
      caller.points.batches(batchesInput),
    ),
  );
  return (
    <DeskPage
      title={t("title")}
      lead={t("lead")}
      action={
        <PageLink href="/console/batches/new" className={buttonClass("primary", "sm")}>
          <Upload aria-hidden="true" className="size-4" />
          {t("upload")}
        </PageLink>
      }
    >
      <Panel>
        <Hydrate>
          <BatchList />
        </Hydrate>
      </Panel>
    </DeskPage>
  );
}
