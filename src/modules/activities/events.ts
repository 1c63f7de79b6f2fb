import { z } from "zod";

export const activityEvents = {
  "activity.joined": z.looseObject({}),
};
