import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { pagedOptions } from "@/trpc/paged-options";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { PanelSection } from "@/ui/panel";
import { DeskPage } from "../../desk-page";
import { AdminsOnly } from "../admins-only";
import { deliveriesInput } from "../webhooks-query";
import { DeliveryList } from "./delivery-list";
import { EndpointView } from "./endpoint-view";

interface EndpointPageProps {
  params: Promise<{ endpointId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("webhooks");
  return { title: t("title") };
}

async function requireEndpoint(endpointId: string): Promise<void> {
  // What can't be an id isn't an endpoint, and needs no question.
  if (!/^[1-9]\d{0,15}$/.test(endpointId)) notFound();
  try {
    const endpoint = await (await api()).webhooks.endpoint({ endpointId });
    const { queryKey } = trpc.webhooks.endpoint.queryOptions({ endpointId });
    queryClientOfRequest().setQueryData(queryKey, endpoint);
  } catch (error) {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
}

export default async function EndpointPage({ params, searchParams }: EndpointPageProps) {
  const [{ endpointId }, query, t, caller] = await Promise.all([
    params,
    searchParams,
    getTranslations("webhooks"),
    api(),
  ]);
  const person = await requirePerson();
  if (!person.permissions.includes("access:manage")) return <AdminsOnly />;
  await requireEndpoint(endpointId);
  const input = deliveriesInput((name) => [query[name]].flat().at(0), endpointId);
  await queryClientOfRequest().prefetchInfiniteQuery(
    pagedOptions(trpc.webhooks.deliveries.infiniteQueryKey(input), () =>
      caller.webhooks.deliveries(input),
    ),
  );
  return (
    <DeskPage back={{ href: "/console/webhooks", label: t("back") }}>
      <Hydrate>
        <EndpointView endpointId={endpointId} />
        <PanelSection id="deliveries" title={t("deliveries.title")} className="mt-6">
          <DeliveryList endpointId={endpointId} />
        </PanelSection>
      </Hydrate>
    </DeskPage>
  );
}
