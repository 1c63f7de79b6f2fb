import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { shopBrand } from "@/app/shell/shop-brand";
import { api } from "@/trpc/server";
import { Panel } from "@/ui/panel";
import { PageHeading } from "../page-heading";
import { CouponList } from "./coupon-list";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("coupons");
  return { title: t("title") };
}

export default async function CouponsPage() {
  await requirePerson();
  const [caller, t, brand] = await Promise.all([api(), getTranslations("coupons"), shopBrand()]);
  const coupons = await caller.coupons.mine({ only: "ALL" });
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 pt-2 sm:px-6 lg:pt-4">
      <PageHeading
        title={t("title")}
        lead={t("lead")}
        back={{ href: "/membership/benefits", label: t("back") }}
      />
      <Panel>
        <CouponList initial={coupons} useAt={brand.couponUrl ?? brand.shopUrl} />
      </Panel>
    </main>
  );
}
