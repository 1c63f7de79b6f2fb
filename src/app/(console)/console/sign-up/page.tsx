import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdminsOnly } from "@/app/shell/admins-only";
import { requirePerson } from "@/app/shell/require-person";
import { api, Hydrate, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { GuestsDesk } from "./guests-desk";
import { SignUpDesk } from "./sign-up-desk";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accounts.setting");
  return { title: t("title") };
}

export default async function SignUpSettingPage() {
  const [person, caller, t] = await Promise.all([
    requirePerson(),
    api(),
    getTranslations("accounts.setting"),
  ]);
  const mayManage = person.permissions.includes("access:manage");
  if (mayManage) {
    const client = queryClientOfRequest();
    await Promise.all([
      client.prefetchQuery({
        queryKey: trpc.identity.signUpSetting.queryKey({}),
        queryFn: () => caller.identity.signUpSetting({}),
      }),
      client.prefetchQuery({
        queryKey: trpc.guests.setting.queryKey({}),
        queryFn: () => caller.guests.setting({}),
      }),
    ]);
  }
  return (
    <DeskPage title={t("title")} lead={t("lead")} className="max-w-3xl">
      {mayManage ? (
        <Hydrate>
          <SignUpDesk />
          <GuestsDesk />
        </Hydrate>
      ) : (
        <AdminsOnly />
      )}
    </DeskPage>
  );
}
