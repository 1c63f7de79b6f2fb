import { notFound } from "next/navigation";
import { getLocale, getNow, getTimeZone, getTranslations } from "next-intl/server";
import { ledgerFilterFrom, ledgerInput } from "@/app/ledger/ledger-filter";
import { requirePerson } from "@/app/shell/require-person";
import { formatDate } from "@/i18n/format";
import { formatsOf } from "@/i18n/use-formats";
import { entryWordsBy } from "@/modules/points/components/entry-words";
import { largePage } from "@/trpc/large-page";
import { api } from "@/trpc/server";
import { historyFile } from "./history-file";

/** Some hundred lines a second of a lifetime; whoever has more takes them by their dates. */
const LINES_MAX = 50_000;

const COLUMNS = ["time", "kind", "points", "balance", "sum", "order", "note"] as const;

/** One's own history as a file, by the filter that the page has. */
export async function GET(request: Request): Promise<Response> {
  const person = await requirePerson();
  if (person.role !== "member") notFound();
  return largePage(request, () => fileOf(request));
}

async function fileOf(request: Request): Promise<Response> {
  const parameters = new URL(request.url).searchParams;
  const filter = ledgerFilterFrom((name) => parameters.get(name) ?? undefined);
  const [caller, t, locale, timeZone, now] = await Promise.all([
    api(),
    getTranslations("points"),
    getLocale(),
    getTimeZone(),
    getNow(),
  ]);
  const [tEntry, tSum, tActivity] = await Promise.all([
    getTranslations("points.entry"),
    getTranslations("points.reckoned"),
    getTranslations("points.activityOn"),
  ]);
  const { limit: _, months: __, ...asked } = ledgerInput(filter, timeZone);
  const format = formatsOf({ locale, timeZone, now });
  const body = historyFile({
    first: await caller.points.statement(asked),
    next: (cursor) => caller.points.statement({ ...asked, cursor }),
    linesMax: LINES_MAX,
    more: t("file.more", { count: LINES_MAX }),
    columns: COLUMNS.map((column) => t(`file.${column}`)),
    words: entryWordsBy({ t: tEntry, tSum, tActivity, format }),
    format,
  });
  const date = formatDate(now.toISOString(), timeZone);
  const name = encodeURIComponent(`${t("file.name", { date })}.csv`);
  return new Response(body, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="points-${date}.csv"; filename*=UTF-8''${name}`,
      "Cache-Control": "private, no-store",
    },
  });
}
