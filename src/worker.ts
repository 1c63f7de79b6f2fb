import { jobs, loops } from "./modules/jobs";
import { type Background, startBackground } from "./platform/background";
import { cannotStart } from "./platform/ending";
import { log } from "./platform/log";
import { begin } from "./platform/program";

/** What happens without a caller, in a process of its own: jobs, publishing, deliveries. */

let background: Background | undefined;

async function main(): Promise<void> {
  // Comes to the end of the page of a job, and lets attempts under way end.
  await begin(async () => background?.stop(), { readsReplicas: false });
  background = startBackground(jobs, loops());
  log().info("working");
}

main().catch(cannotStart);
