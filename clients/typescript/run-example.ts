import { firstDay } from "./example";

/** `npm run client:example`, against a running `npm start`. */
const { MEMBER_SYSTEM_URL, MEMBER_SYSTEM_KEY, MEMBER_SYSTEM_WEBHOOK_SECRET } = process.env;

await firstDay(
  {
    url: MEMBER_SYSTEM_URL ?? "http://localhost:3000",
    key: MEMBER_SYSTEM_KEY ?? "",
    webhookSecret: MEMBER_SYSTEM_WEBHOOK_SECRET ?? "",
  },
  console.log,
);
