import { expect, it } from "vitest";
import { jobMessages } from "@/app/(console)/console/system/use-job-words";
import { jobs } from "@/modules/jobs";

it("every job there is has words on the console, and no other", () => {
  expect(Object.keys(jobMessages).sort()).toEqual(jobs.map(({ name }) => name).sort());
});
