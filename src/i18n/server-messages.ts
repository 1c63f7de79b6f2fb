import type { Locale } from "./config";
import enBenefits from "./messages/en/benefits.json";
import enErrors from "./messages/en/errors.json";
import enInbox from "./messages/en/inbox.json";
import enMachines from "./messages/en/machines.json";
import enSent from "./messages/en/sent.json";
import enWallet from "./messages/en/wallet.json";
import benefits from "./messages/zh-CN/benefits.json";
import errors from "./messages/zh-CN/errors.json";
import inbox from "./messages/zh-CN/inbox.json";
import machines from "./messages/zh-CN/machines.json";
import sent from "./messages/zh-CN/sent.json";
import wallet from "./messages/zh-CN/wallet.json";

const first = { benefits, errors, inbox, machines, sent, wallet };
/** What the server says itself, in whichever language a request has. */
export type ServerMessages = typeof first;

export const serverMessages: Record<Locale, ServerMessages> = {
  "zh-CN": first,
  en: {
    benefits: enBenefits,
    errors: enErrors,
    inbox: enInbox,
    machines: enMachines,
    sent: enSent,
    wallet: enWallet,
  },
};
