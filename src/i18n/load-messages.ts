import type { Messages } from "next-intl";
import type { Locale } from "./config";

/**
 * The one list of namespaces, each a file of every language. Chinese is the language everything is
 * written in first, so its catalogs are the type.
 */
const FIRST = {
  common: () => import("./messages/zh-CN/common.json"),
  shell: () => import("./messages/zh-CN/shell.json"),
  membership: () => import("./messages/zh-CN/membership.json"),
  points: () => import("./messages/zh-CN/points.json"),
  tiers: () => import("./messages/zh-CN/tiers.json"),
  till: () => import("./messages/zh-CN/till.json"),
  profile: () => import("./messages/zh-CN/profile.json"),
  savings: () => import("./messages/zh-CN/savings.json"),
  earning: () => import("./messages/zh-CN/earning.json"),
  inviting: () => import("./messages/zh-CN/inviting.json"),
  mine: () => import("./messages/zh-CN/mine.json"),
  myBenefits: () => import("./messages/zh-CN/myBenefits.json"),
  offline: () => import("./messages/zh-CN/offline.json"),
  myInbox: () => import("./messages/zh-CN/myInbox.json"),
  activities: () => import("./messages/zh-CN/activities.json"),
  rewards: () => import("./messages/zh-CN/rewards.json"),
  overview: () => import("./messages/zh-CN/overview.json"),
  worklist: () => import("./messages/zh-CN/worklist.json"),
  console: () => import("./messages/zh-CN/console.json"),
  explain: () => import("./messages/zh-CN/explain.json"),
  batches: () => import("./messages/zh-CN/batches.json"),
  lists: () => import("./messages/zh-CN/lists.json"),
  imports: () => import("./messages/zh-CN/imports.json"),
  approvals: () => import("./messages/zh-CN/approvals.json"),
  system: () => import("./messages/zh-CN/system.json"),
  webhooks: () => import("./messages/zh-CN/webhooks.json"),
  program: () => import("./messages/zh-CN/program.json"),
  benefitsDesk: () => import("./messages/zh-CN/benefitsDesk.json"),
  automationDesk: () => import("./messages/zh-CN/automationDesk.json"),
  activityDesk: () => import("./messages/zh-CN/activityDesk.json"),
  coupons: () => import("./messages/zh-CN/coupons.json"),
  couponDesk: () => import("./messages/zh-CN/couponDesk.json"),
  mallDesk: () => import("./messages/zh-CN/mallDesk.json"),
  segments: () => import("./messages/zh-CN/segments.json"),
  auditLog: () => import("./messages/zh-CN/auditLog.json"),
  palette: () => import("./messages/zh-CN/palette.json"),
  access: () => import("./messages/zh-CN/access.json"),
  accounts: () => import("./messages/zh-CN/accounts.json"),
  draftDesk: () => import("./messages/zh-CN/draftDesk.json"),
  brandDesk: () => import("./messages/zh-CN/brandDesk.json"),
  consents: () => import("./messages/zh-CN/consents.json"),
  notes: () => import("./messages/zh-CN/notes.json"),
  merging: () => import("./messages/zh-CN/merging.json"),
  apiDocs: () => import("./messages/zh-CN/apiDocs.json"),
};

export type Namespace = keyof typeof FIRST;
export type Catalogs = {
  [Name in Namespace]: Awaited<ReturnType<(typeof FIRST)[Name]>>["default"];
};

export const namespaces = Object.keys(FIRST) as Namespace[];

export async function loadMessages(locale: Locale): Promise<Messages> {
  const files = await Promise.all(
    namespaces.map(async (namespace) => {
      const file = await (locale === "zh-CN"
        ? FIRST[namespace]()
        : import(`./messages/${locale}/${namespace}.json`));
      return [namespace, file.default] as const;
    }),
  );
  return Object.fromEntries(files) as Messages;
}

/** Only what a page's client components say is sent to the browser. */
export function pickMessages<Name extends Namespace>(
  messages: Messages,
  names: readonly Name[],
): Pick<Messages, Name> {
  return Object.fromEntries(names.map((name) => [name, messages[name]])) as Pick<Messages, Name>;
}
