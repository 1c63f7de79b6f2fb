import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { pagedOptions } from "@/trpc/paged-options";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { AdminsOnly } from "./admins-only";
import { EndpointList } from "./endpoint-list";
import { endpointsInput } from "./webhooks-query";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("webhooks");
  return { title: t("title") };
}

export default async function WebhooksPage() {
  const person = await requirePerson();
  if (!person.permissions.includes("access:manage")) return <AdminsOnly />;
  const caller = await api();
  await queryClientOfRequest().prefetchInfiniteQuery(
    pagedOptions(trpc.webhooks.endpoints.infiniteQueryKey(endpointsInput), () =>
      caller.webhooks.endpoints(endpointsInput),
    ),
  );
  return (
    <DeskPage>
      <Hydrate>
        <EndpointList />
      </Hydrate>
    </DeskPage>
  );
}
