import {
  Activity,
  BadgePercent,
  ChartLine,
  FilePen,
  Gift,
  History,
  Import,
  KeyRound,
  Layers,
  LayoutDashboard,
  ListChecks,
  type LucideIcon,
  MailCheck,
  Megaphone,
  Menu,
  Palette,
  ScanLine,
  ScrollText,
  Shapes,
  ShieldCheck,
  Stamp,
  TicketPercent,
  Truck,
  UserCog,
  UserPlus,
  Users,
  Webhook,
  Workflow,
} from "lucide-react";
import type { Metadata } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { BrandSeal } from "@/app/shell/brand-seal";
import { NoAccess } from "@/app/shell/no-access";
import { requirePerson } from "@/app/shell/require-person";
import { SessionEnded } from "@/app/shell/session-ended";
import { SettingsMenu } from "@/app/shell/settings-menu";
import { pickMessages } from "@/i18n/load-messages";
import { ApiProvider } from "@/trpc/client";
import { NavLink } from "@/ui/nav-link";
import { NavCount } from "./nav/nav-count";
import { NavGroup } from "./nav/nav-group";
import { ScrollCue } from "./nav/scroll-cue";
import { CommandPalette } from "./palette/command-palette";

interface Page {
  href: string;
  label: string;
  Icon: LucideIcon;
}

interface Group {
  /** Null for a page that stands alone. */
  name: string | null;
  isFolded?: boolean;
  pages: Page[];
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  return { title: { default: t("consoleBrand"), template: `%s · ${t("consoleBrand")}` } };
}

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const [person, t, title, messages] = await Promise.all([
    requirePerson(),
    getTranslations("common"),
    getTranslations(),
    getMessages(),
  ]);
  if (person.role === "member") return <NoAccess kind="console" />;
  const brand = (
    <p className="flex items-center gap-2.5 font-semibold font-serif text-lg">
      <BrandSeal size="sm" />
      {t("consoleBrand")}
    </p>
  );
  const isAdmin = person.permissions.includes("access:manage");
  const today = { href: "/console", label: title("worklist.title"), Icon: LayoutDashboard };
  const figures = { href: "/console/figures", label: title("overview.title"), Icon: ChartLine };
  const groups: Group[] = [
    { name: null, pages: [today] },
    {
      name: t("nav.groups.members"),
      pages: [
        { href: "/console/members", label: t("nav.members"), Icon: Users },
        { href: "/console/segments", label: title("segments.title"), Icon: Shapes },
        { href: "/console/till", label: title("till.title"), Icon: ScanLine },
      ],
    },
    {
      name: t("nav.groups.program"),
      pages: [
        { href: "/console/program", label: title("program.title"), Icon: ScrollText },
        { href: "/console/drafts", label: title("draftDesk.title"), Icon: FilePen },
        { href: "/console/tiers", label: t("nav.ladder"), Icon: Layers },
        { href: "/console/benefits", label: title("benefitsDesk.title"), Icon: BadgePercent },
      ],
    },
    {
      name: t("nav.groups.campaigns"),
      pages: [
        { href: "/console/activities", label: title("activityDesk.title"), Icon: Megaphone },
        { href: "/console/automations", label: title("automationDesk.title"), Icon: Workflow },
        { href: "/console/rewards", label: title("mallDesk.title"), Icon: Gift },
        { href: "/console/coupons", label: title("couponDesk.title"), Icon: TicketPercent },
      ],
    },
    {
      name: t("nav.groups.fulfilment"),
      pages: [
        { href: "/console/fulfilment", label: title("mallDesk.fulfilment.title"), Icon: Truck },
        { href: "/console/batches", label: title("batches.title"), Icon: ListChecks },
        { href: "/console/approvals", label: title("approvals.title"), Icon: Stamp },
      ],
    },
    ...(person.permissions.includes("stats:read") ? [{ name: null, pages: [figures] }] : []),
    {
      name: t("nav.groups.settings"),
      isFolded: true,
      pages: [
        ...(isAdmin
          ? [
              { href: "/console/operators", label: title("access.operators.title"), Icon: UserCog },
              { href: "/console/sign-up", label: title("accounts.setting.title"), Icon: UserPlus },
              { href: "/console/brand", label: title("brandDesk.title"), Icon: Palette },
              { href: "/console/consents", label: title("consents.title"), Icon: MailCheck },
              { href: "/console/imports", label: title("imports.title"), Icon: Import },
              { href: "/console/keys", label: title("access.keys.title"), Icon: KeyRound },
              { href: "/console/webhooks", label: title("webhooks.title"), Icon: Webhook },
            ]
          : []),
        { href: "/console/audit", label: title("auditLog.title"), Icon: History },
        { href: "/console/system", label: title("system.title"), Icon: Activity },
        { href: "/console/account", label: title("accounts.security.title"), Icon: ShieldCheck },
      ],
    },
  ];
  const links = groups.map(({ name, isFolded, pages }) => (
    <NavGroup
      key={pages[0]?.href}
      name={name}
      isFolded={isFolded ?? false}
      hrefs={pages.map(({ href }) => href)}
    >
      {pages.map(({ href, label, Icon }) => (
        <li key={href} className="relative">
          <NavLink
            href={href}
            deep={href !== today.href}
            className="flex h-9 items-center gap-3 rounded-md px-3 text-ink-soft transition-colors hover:text-ink lg:h-8.5 [@media(max-height:60rem)]:lg:h-7.5"
            currentClassName="bg-sunken font-medium text-ink"
          >
            <Icon aria-hidden="true" className="size-4.5" strokeWidth={1.75} />
            {label}
          </NavLink>
          <NavCount hrefs={[href]} className="absolute top-1/2 right-2 -translate-y-1/2" />
        </li>
      ))}
    </NavGroup>
  ));
  const pages = groups.flatMap((group) => group.pages.map(({ href, label }) => ({ href, label })));
  const can = (permission: (typeof person.permissions)[number]) =>
    person.permissions.includes(permission);
  const actions = [
    ...(can("rewards:write")
      ? [{ href: "/console/fulfilment?scan=1", label: title("palette.begin.scan") }]
      : []),
    ...(can("points:adjust")
      ? [{ href: "/console/batches/new", label: title("palette.begin.batch") }]
      : []),
    ...(can("activities:write")
      ? [{ href: "/console/activities/new", label: title("palette.begin.activity") }]
      : []),
  ];
  const clientMessages = pickMessages(messages, [
    "common",
    "accounts",
    "consents",
    "merging",
    "notes",
    "shell",
    "overview",
    "points",
    "tiers",
    "console",
    "draftDesk",
    "segments",
    "explain",
    "batches",
    "lists",
    "imports",
    "approvals",
    "system",
    "till",
    "webhooks",
    "access",
    "program",
    "benefitsDesk",
    "activities",
    "activityDesk",
    "automationDesk",
    "rewards",
    "mallDesk",
    "coupons",
    "couponDesk",
    "brandDesk",
    "auditLog",
    "palette",
    "worklist",
  ]);
  return (
    <NextIntlClientProvider messages={clientMessages}>
      <ApiProvider>
        <div className="lg:grid lg:grid-cols-[13.5rem_minmax(0,1fr)]">
          <header className="flex h-16 items-center justify-between border-line border-b px-4 lg:sticky lg:top-0 lg:h-dvh lg:flex-col lg:items-stretch lg:justify-start lg:gap-5 lg:border-r lg:border-b-0 lg:p-4 lg:pt-7">
            <div className="flex items-center gap-2 lg:px-3">
              <button
                type="button"
                popoverTarget="console-nav"
                aria-label={t("nav.open")}
                className="-ml-2 grid size-11 place-items-center rounded-full text-ink-soft lg:hidden"
              >
                <Menu aria-hidden="true" className="size-5" />
              </button>
              {brand}
            </div>
            <CommandPalette
              pages={pages}
              actions={actions}
              actor={person.actor}
              className="ml-auto lg:ml-0"
            />
            <nav
              aria-label={t("nav.label")}
              className="hidden min-h-0 grow basis-0 flex-col lg:flex"
            >
              <ScrollCue more={t("nav.more")}>{links}</ScrollCue>
            </nav>
            <nav
              id="console-nav"
              popover="auto"
              aria-label={t("nav.label")}
              className="inset-auto top-0 left-0 m-0 h-dvh max-h-none w-64 flex-col border-line border-r bg-paper p-4 text-ink shadow-overlay open:flex open:enter"
            >
              <ScrollCue more={t("nav.more")}>{links}</ScrollCue>
            </nav>
            <SettingsMenu
              person={person}
              className="lg:px-2"
              placement="top-16 right-4 lg:top-auto lg:right-auto lg:bottom-18 lg:left-4"
            />
          </header>
          {children}
        </div>
        <SessionEnded />
      </ApiProvider>
    </NextIntlClientProvider>
  );
}
