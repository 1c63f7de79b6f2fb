import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdminsOnly } from "@/app/shell/admins-only";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { GuestsDesk } from "./guests-desk";
import { SignUpDesk } from "./sign-up-desk";
import { StaffSignInPanel } from "./staff-sign-in-panel";

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
    const queryClient = queryClientOfRequest();
    await Promise.all([
      queryClient.prefetchQuery({
        queryKey: trpc.identity.signUpSetting.queryKey({}),
        queryFn: () => caller.identity.signUpSetting({}),
      }),
      queryClient.prefetchQuery({
        queryKey: trpc.identity.staffSignIn.queryKey({}),
        queryFn: () => caller.identity.staffSignIn({}),
      }),
      queryClient.prefetchQuery({
        queryKey: trpc.guests.setting.queryKey({}),
        queryFn: () => caller.guests.setting({}),
      }),
    ]);
  }
  return (
    <DeskPage title={t("title")} lead={t("lead")} className="max-w-3xl">
      {mayManage ? (
        <Hydrate>
          <div className="space-y-6">
            <SignUpDesk />
            <GuestsDesk />
            <StaffSignInPanel />
          </div>
        </Hydrate>
      ) : (
        <AdminsOnly />
      )}
    </DeskPage>
  );
}
