/**
 * How often a password may be tried. A try is counted before the password is looked at; one that was
 * right is given back. Whoever signed in here before has a budget of their own, so that nobody is
 * shut out by what strangers do: decision 25.
 */

interface Window {
  tries: number;
  seconds: number;
}

/** What a try is counted on. A network is an IPv4 address or an IPv6 /64, a region a /24 or /48. */
export const BUDGETS = {
  /** An account from a browser that signed in to it before. */
  DEVICE: { tries: 10, seconds: 3600 },
  /** An account from a network. */
  PAIR: { tries: 8, seconds: 600 },
  /** All accounts from a network. */
  NETWORK: { tries: 100, seconds: 600 },
  /** All accounts from a region. */
  REGION: { tries: 400, seconds: 600 },
  /** An account from everywhere it never was. */
  STRANGERS: { tries: 20, seconds: 3600 },
  /** An account from a region, once the strangers' tries are used up. */
  CONTACT: { tries: 1, seconds: 3600 },
} as const satisfies Record<string, Window>;

export type Budget = keyof typeof BUDGETS;

/** One kind of tries, with budgets of its own. */
export interface Tries {
  /** Before the names of its counters. */
  prefix: "" | "CODE_" | "ASK_" | "TOTP_";
  budgets: Readonly<Record<Budget, Window>>;
  /** More strangers an hour than this only come in from where the account was before. */
  strangersMax: number;
}

/** Passwords that are tried. */
export const PASSWORD_TRIES: Tries = { prefix: "", budgets: BUDGETS, strangersMax: 100 };

/**
 * Codes that are tried. Each code bears few guesses and belongs to the browser that asked for it, so
 * nobody uses up another's; these bound how many codes are guessed at.
 */
export const CODE_TRIES: Tries = {
  prefix: "CODE_",
  budgets: {
    DEVICE: { tries: 20, seconds: 3600 },
    PAIR: { tries: 15, seconds: 600 },
    NETWORK: { tries: 100, seconds: 600 },
    REGION: { tries: 400, seconds: 600 },
    STRANGERS: { tries: 50, seconds: 3600 },
    CONTACT: { tries: 5, seconds: 3600 },
  },
  strangersMax: 200,
};

/** Codes that are asked for: each may cost the shop a text message, and somebody a disturbance. */
export const ASKED_CODES: Tries = {
  prefix: "ASK_",
  budgets: {
    DEVICE: { tries: 10, seconds: 3600 },
    PAIR: { tries: 5, seconds: 600 },
    NETWORK: { tries: 40, seconds: 600 },
    REGION: { tries: 160, seconds: 600 },
    STRANGERS: { tries: 10, seconds: 3600 },
    CONTACT: { tries: 1, seconds: 3600 },
  },
  strangersMax: 30,
};

/**
 * Second factors that are tried, by whoever has the password already. What strangers may try is counted by
 * the day: of a million codes three are right at a time.
 */
export const FACTOR_TRIES: Tries = {
  prefix: "TOTP_",
  budgets: {
    DEVICE: { tries: 10, seconds: 3600 },
    PAIR: { tries: 8, seconds: 600 },
    NETWORK: { tries: 100, seconds: 600 },
    REGION: { tries: 400, seconds: 600 },
    STRANGERS: { tries: 20, seconds: 24 * 3600 },
    CONTACT: { tries: 2, seconds: 24 * 3600 },
  },
  strangersMax: 60,
};

/**
 * Codes an address is sent a day, by where they are asked for. Strangers use up nothing of what browsers and
 * networks have that the account was in, nor somebody in such a network what its browsers have. What strangers
 * share a few regions use up: beyond it each other one has one, up to a bound.
 */
export const CODES_OF_ADDRESS = {
  ofDevices: 5,
  ofNetworks: 3,
  ofStaff: 5,
  ofStrangers: 6,
  ofRegion: 3,
  strangersMax: 16,
} as const;

/** Where a code is asked for: by staff, in a browser or network that the account was in, or elsewhere. */
export type Sending = "STAFF" | "DEVICE" | "NETWORK" | "STRANGER";

/** How much was sent before: an address on a day, there and from a region; everybody in an hour, likewise. */
export interface SentBefore {
  day: number;
  dayOfRegion: number;
  hour: number;
  hourOfRegion: number;
}

/**
 * What keeps a code from being sent. Of an hour's codes the last fifth is for whoever is known, and strangers of
 * one region have a tenth: a few regions shut nobody out, from anywhere.
 *
 * @param perHour of a channel for everybody together; 0 for no bound
 */
export function spentSending(
  from: Sending,
  { day, dayOfRegion, hour, hourOfRegion }: SentBefore,
  perHour: number,
): keyof SentBefore | null {
  const { ofDevices, ofNetworks, ofStaff, ofStrangers, ofRegion, strangersMax } = CODES_OF_ADDRESS;
  const isStranger = from === "STRANGER";
  const shared = Math.ceil(isStranger ? (perHour * 4) / 5 : perHour);
  if (perHour > 0 && hour >= shared) return "hour";
  if (!isStranger) {
    const most = { STAFF: ofStaff, DEVICE: ofDevices, NETWORK: ofNetworks }[from];
    return day >= most ? "day" : null;
  }
  if (perHour > 0 && hourOfRegion >= Math.ceil(perHour / 10)) return "hourOfRegion";
  if (day >= strangersMax) return "day";
  return dayOfRegion >= (day < ofStrangers ? ofRegion : 1) ? "dayOfRegion" : null;
}

/** So many failures of an account, or of a region, in an hour are an attack that somebody is told of. */
export const ATTACK = { ACCOUNT: 20, REGION: 100 } as const;

/** Failures and sign-ins are written one by one up to here in an hour, then as one sum. */
export const AUDITED_SINGLY = 5;

export const HOUR_SECONDS = 3600;
export const KNOWN_NETWORK_DAYS = 30;
export const DEVICE_DAYS = 180;

const EVERYWHERE = ["PAIR", "NETWORK", "REGION"] as const;

/** What a try is counted on, by where it comes from; in no case more than it has to be. */
export function budgetsOf(from: "DEVICE" | "KNOWN_NETWORK" | "ELSEWHERE"): readonly Budget[] {
  if (from === "DEVICE") return ["DEVICE"];
  return from === "KNOWN_NETWORK" ? EVERYWHERE : [...EVERYWHERE, "STRANGERS", "CONTACT"];
}

/**
 * The budget that stops a try, or null. Strangers have some tries together; after those each region
 * has one, so that somebody on a journey still gets in while few are guessing, up to a bound that
 * many regions together do not pass.
 *
 * @param used how often each of its budgets was used before this try
 */
export function spentBudget(
  used: Readonly<Partial<Record<Budget, number>>>,
  { budgets, strangersMax }: Tries = PASSWORD_TRIES,
): Budget | null {
  const isSpent = (budget: Budget) => (used[budget] ?? 0) >= budgets[budget].tries;
  const everywhere = (["DEVICE", ...EVERYWHERE] as const).find(isSpent);
  if (everywhere !== undefined) return everywhere;
  if (!isSpent("STRANGERS")) return null;
  return isSpent("CONTACT") || (used.STRANGERS ?? 0) >= strangersMax ? "STRANGERS" : null;
}
