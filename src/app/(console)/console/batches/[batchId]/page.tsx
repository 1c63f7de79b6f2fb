import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../../desk-page";
import { batchInput, pageFrom } from "../batches-query";
import { BatchView } from "./batch-view";

interface BatchPageProps {
  params: Promise<{ batchId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const requireBatch = cache(async (batchId: string): Promise<void> => {
  await requirePerson();
  // What can't be an id isn't a batch, and needs no question.
  if (!/^[1-9]\d{0,15}$/.test(batchId)) notFound();
  try {
    await (await api()).points.batch({ batchId, limit: 1 });
  } catch (error) {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: BatchPageProps): Promise<Metadata> {
  const [{ batchId }, t] = await Promise.all([params, getTranslations("batches")]);
  await requireBatch(batchId);
  return { title: t("numbered", { id: batchId }) };
}

export default async function BatchPage({ params, searchParams }: BatchPageProps) {
  await requirePerson();
  const [{ batchId }, query, t] = await Promise.all([
    params,
    searchParams,
    getTranslations("batches"),
  ]);
  await requireBatch(batchId);
  const page = pageFrom([query.page].flat().at(0));
  await queryClientOfRequest().prefetchQuery(
    trpc.points.batch.queryOptions(batchInput(batchId, page)),
  );
  return (
    <DeskPage back={{ href: "/console/batches", label: t("back") }}>
      <Hydrate>
        <BatchView batchId={batchId} />
      </Hydrate>
    </DeskPage>
  );
}
