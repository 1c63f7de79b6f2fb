import { getLocale, getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { textIn, textOf } from "@/platform/texts";
import { api } from "@/trpc/server";
import { PageLink } from "@/ui/page-link";
import { Panel } from "@/ui/panel";

/** More that go on at once are not looked through. */
const AT_MOST = 100;

/** Says which activities and automations would give a coupon now that is switched off or over. */
export async function MissingCoupons() {
  const [t, givers] = await Promise.all([getTranslations("couponDesk.missing"), giversOfNothing()]);
  if (givers.length === 0) return null;
  return (
    <Panel className="mb-4">
      <section aria-labelledby="missing-coupons">
        <h2 id="missing-coupons" className="text-lg">
          {t("title", { count: givers.length })}
        </h2>
        <p className="mt-1 text-ink-soft text-sm">{t("lead")}</p>
        <ul className="mt-2 divide-y divide-line">
          {givers.map(({ href, name, coupon }) => (
            <li key={href} className="flex flex-wrap justify-between gap-x-6 gap-y-1 py-2.5">
              <PageLink
                href={href}
                className="underline decoration-line-strong underline-offset-4 hover:decoration-seal"
              >
                {name}
              </PageLink>
              <span className="text-ink-soft text-sm">{t("coupon", { coupon })}</span>
            </li>
          ))}
        </ul>
      </section>
    </Panel>
  );
}

async function giversOfNothing() {
  const [person, caller, locale] = await Promise.all([requirePerson(), api(), getLocale()]);
  if (!person.permissions.includes("activities:write")) return [];
  const [running, scheduled, automations] = await Promise.all([
    caller.activities.manage({ status: "RUNNING", limit: AT_MOST }),
    caller.activities.manage({ status: "SCHEDULED", limit: AT_MOST }),
    caller.automations.list({ state: "RUNNING", limit: AT_MOST }),
  ]);
  return [
    ...[...running.items, ...scheduled.items].flatMap((one) =>
      one.coupon?.isOver
        ? {
            href: `/console/activities/${one.activityId}`,
            name: textOf(one, "title", locale),
            coupon: textIn(one.coupon.name, locale),
          }
        : [],
    ),
    ...automations.items.flatMap((one) =>
      one.couponOver
        ? {
            href: `/console/automations/${one.automationId}`,
            name: textIn(one.name, locale),
            coupon: textIn(one.couponName, locale),
          }
        : [],
    ),
  ];
}
