import { setTimeout as sleep } from "node:timers/promises";
import { jobs, loops } from "./modules/jobs";
import { type Background, startBackground } from "./platform/background";
import { cannotStart } from "./platform/ending";
import { OwnError } from "./platform/errors";
import { log } from "./platform/log";
import { begin } from "./platform/program";
import { createFront, type Front } from "./trpc/front";
import { type NextPages, prepareNext } from "./trpc/next-pages";
import { createPages } from "./trpc/pages";

/** `npm run dev`: one process does all, behind the same front, and its pages change under the browser. */

/** Pages cost seconds before the first of them is served; asked for before, they are made ready then. */
const PREPARED_AFTER_MS = 10_000;

async function main(): Promise<void> {
  let front: Front | undefined;
  let background: Background | undefined;
  const settings = await begin(() => Promise.all([front?.stop(), background?.stop()]));
  // Two say so: a production process is one that either forgot.
  if (settings.MEMBER_SYSTEM_ENV !== "development" || process.env.NODE_ENV !== "development") {
    throw new OwnError("pages change under the browser in development only");
  }
  let prepared: Promise<NextPages> | undefined;
  const next = () => {
    prepared ??= prepareNext({ port: settings.PORT, dev: true });
    return prepared;
  };
  const pages = createPages(async (request, response) => (await next()).serve(request, response), {
    hasCopies: false,
  });
  front = createFront({
    servePage: pages.serve,
    hotReload: async (request, socket, head) => (await next()).upgrade(request, socket, head),
  });
  if (settings.JOBS === "on") background = startBackground(jobs, loops());
  front.server.listen(settings.PORT, () => log().info({ port: settings.PORT }, "serving"));
  await sleep(PREPARED_AFTER_MS, undefined, { ref: false });
  await next();
  await front.prepare();
}

main().catch(cannotStart);
