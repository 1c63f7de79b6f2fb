import { z } from "zod";

export const programEvents = {
  "program.published": z.looseObject({}),
};
