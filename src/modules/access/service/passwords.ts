import { DomainError } from "@/platform/errors";
import { PASSWORD_MAX } from "../schema/access";
import { PASSWORD_MIN } from "../schema/password";

/** Of zxcvbn's 0 to 4: 3 is out of reach of guessing at the sign-in, and hard for a stolen table. */
const SCORE_MIN = 3;
/** What is guessed of a password is in its beginning; the cost of looking grows with its length. */
const LOOKED_AT = 100;

/** Beside the dictionaries: what people here type first. */
const OURS = [
  ..."admin administrator operator root member membership member-system shop".split(" "),
  ..."huiyuan huiyuanxitong jifen shangcheng mima wodemima woaini nihao zhongguo".split(" "),
];

type Estimate = (password: string, about: string[]) => number;
let loading: Promise<Estimate> | undefined;

/** Megabytes of words, loaded when somebody first sets a password. */
async function load(): Promise<Estimate> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  const judge = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  });
  return (password, about) => judge.check(password, about).score;
}

/**
 * @param about what somebody who knows the account would try: its address, its name
 * @throws DomainError VALIDATION_FAILED at `password`
 */
export async function requireStrong(password: string, about: readonly string[]): Promise<void> {
  const refuse = (message: string) => {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "password", message }]);
  };
  if (password.length < PASSWORD_MIN) refuse(`≥ ${PASSWORD_MIN}`);
  if (password.length > PASSWORD_MAX) refuse(`≤ ${PASSWORD_MAX}`);
  loading ??= load();
  const estimate = await loading;
  const words = about.flatMap((text) => [text, ...text.split(/[\s@.+_-]+/)]).filter(Boolean);
  if (estimate(password.slice(0, LOOKED_AT), [...words, ...OURS]) < SCORE_MIN) {
    refuse("too easy to guess");
  }
}
