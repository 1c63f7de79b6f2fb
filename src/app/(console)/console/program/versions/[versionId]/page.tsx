import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../../../desk-page";
import { VersionView } from "./version-view";

interface VersionPageProps {
  params: Promise<{ versionId: string }>;
}

export async function generateMetadata({ params }: VersionPageProps): Promise<Metadata> {
  const [{ versionId: version }, t] = await Promise.all([
    params,
    getTranslations("program.version"),
  ]);
  return { title: t("title", { version }) };
}

export default async function VersionPage({ params }: VersionPageProps) {
  const person = await requirePerson();
  const { versionId } = await params;
  if (!/^[1-9]\d{0,15}$/.test(versionId)) notFound();
  const [t, caller, client] = [
    await getTranslations("program.version"),
    await api(),
    queryClientOfRequest(),
  ];
  try {
    const said = await caller.program.version({ versionId });
    client.setQueryData(trpc.program.version.queryKey({ versionId }), said);
  } catch (error) {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
  await client.prefetchQuery(trpc.program.current.queryOptions({}));
  return (
    <DeskPage
      className="max-w-[74rem]"
      back={{ href: "/console/program", label: t("back") }}
      title={t("title", { version: versionId })}
    >
      <Hydrate>
        <VersionView
          versionId={versionId}
          canPublish={person.permissions.includes("program:publish")}
        />
      </Hydrate>
    </DeskPage>
  );
}
