import type { Locale } from "./config";
import type access from "./messages/zh-CN/access.json";
import type activities from "./messages/zh-CN/activities.json";
import type activityDesk from "./messages/zh-CN/activityDesk.json";
import type apiDocs from "./messages/zh-CN/apiDocs.json";
import type approvals from "./messages/zh-CN/approvals.json";
import type auditLog from "./messages/zh-CN/auditLog.json";
import type batches from "./messages/zh-CN/batches.json";
import type benefitsDesk from "./messages/zh-CN/benefitsDesk.json";
import type common from "./messages/zh-CN/common.json";
import type consoleMessages from "./messages/zh-CN/console.json";
import type earning from "./messages/zh-CN/earning.json";
import type explain from "./messages/zh-CN/explain.json";
import type mallDesk from "./messages/zh-CN/mallDesk.json";
import type membership from "./messages/zh-CN/membership.json";
import type myBenefits from "./messages/zh-CN/myBenefits.json";
import type myInbox from "./messages/zh-CN/myInbox.json";
import type overview from "./messages/zh-CN/overview.json";
import type palette from "./messages/zh-CN/palette.json";
import type points from "./messages/zh-CN/points.json";
import type profile from "./messages/zh-CN/profile.json";
import type program from "./messages/zh-CN/program.json";
import type rewards from "./messages/zh-CN/rewards.json";
import type shell from "./messages/zh-CN/shell.json";
import type system from "./messages/zh-CN/system.json";
import type tiers from "./messages/zh-CN/tiers.json";
import type webhooks from "./messages/zh-CN/webhooks.json";

// Chinese is the language everything is written in first, so its catalogs are the type.
declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: {
      common: typeof common;
      shell: typeof shell;
      membership: typeof membership;
      points: typeof points;
      tiers: typeof tiers;
      profile: typeof profile;
      earning: typeof earning;
      myBenefits: typeof myBenefits;
      myInbox: typeof myInbox;
      activities: typeof activities;
      rewards: typeof rewards;
      overview: typeof overview;
      console: typeof consoleMessages;
      explain: typeof explain;
      batches: typeof batches;
      approvals: typeof approvals;
      system: typeof system;
      webhooks: typeof webhooks;
      program: typeof program;
      benefitsDesk: typeof benefitsDesk;
      activityDesk: typeof activityDesk;
      mallDesk: typeof mallDesk;
      auditLog: typeof auditLog;
      palette: typeof palette;
      access: typeof access;
      apiDocs: typeof apiDocs;
    };
  }
}
