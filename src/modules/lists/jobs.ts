import type { Job } from "@/platform/jobs";
import { forgetOver } from "./service/keeping";
import { makeFiles } from "./service/make";
import { collectSelections } from "./service/selections";

export const listsJobs: readonly Job[] = [
  { name: "lists.select", everySeconds: 2, run: collectSelections },
  { name: "lists.makeFiles", everySeconds: 2, run: makeFiles },
  { name: "lists.forget", everySeconds: 600, run: forgetOver },
];
