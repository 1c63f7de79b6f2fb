import { type Scope, scope } from "@/modules/access/schema/access";
import { serviceKey, signatureOf, signedIn } from "../credentials";
import type { Operation } from "./document";
import type { Owner } from "./fixtures";

/** Every kind of caller, with what it shows at the door. */

export interface Caller {
  name: string;
  /** Whether it says whom it acts for; a member never does. */
  namesMember: boolean;
  headers: (body: string) => Record<string, string>;
  /** What it must be answered, whatever it sends; undefined when it may call. */
  refusal: (operation: Operation) => 401 | 403 | undefined;
}

const ORIGIN = { origin: "http://localhost:3000" };

const isPublic = ({ ways }: Operation) => ways.some((way) => Object.keys(way).length === 0);
const has = ({ ways }: Operation, scheme: string) => ways.some((way) => scheme in way);
const isSigned = (operation: Operation) => has(operation, "signature");

/** A signed operation knows no other caller than the signature. */
const unless = (may: (operation: Operation) => boolean) => (operation: Operation) => {
  if (isSigned(operation)) return 401;
  return isPublic(operation) || may(operation) ? undefined : 403;
};

export function wantedScope({ ways }: Operation): string | undefined {
  return ways.find((way) => way.serviceKey)?.serviceKey?.[0];
}

/** A permission beside the session tells operators from members. */
function isForOperators({ ways }: Operation): boolean {
  return ways.some(({ session }) => session !== undefined && session.length > 0);
}

async function service(): Promise<Caller> {
  const { headers } = await serviceKey();
  const refusal = unless((operation) => has(operation, "serviceKey"));
  return { name: "service", namesMember: true, headers: () => headers, refusal };
}

/** One key for each scope that it lacks. */
async function limitedService(): Promise<Caller[]> {
  return Promise.all(
    scope.options.map(async (missing) => {
      const scopes: Scope[] = scope.options.filter((name) => name !== missing);
      const { headers } = await serviceKey({ scopes });
      const refusal = unless(
        (operation) => has(operation, "serviceKey") && wantedScope(operation) !== missing,
      );
      return {
        name: `service without ${missing}`,
        namesMember: true,
        headers: () => headers,
        refusal,
      };
    }),
  );
}

/** More than one person: all calls of a minute would be too many for one. */
const ADMINS = 4;

async function admin(): Promise<Caller> {
  const admins = await Promise.all(Array.from({ length: ADMINS }, () => signedIn("admin")));
  let calls = 0;
  return {
    name: "admin",
    namesMember: true,
    headers: () => ({ ...admins[calls++ % ADMINS]?.headers, ...ORIGIN }),
    refusal: unless(isForOperators),
  };
}

async function member({ id }: Owner): Promise<Caller> {
  const { headers } = await signedIn("member", id);
  const shown = { ...headers, ...ORIGIN };
  const refusal = unless(({ ways }) => ways.some(({ session }) => session?.length === 0));
  return { name: "member", namesMember: false, headers: () => shown, refusal };
}

const stranger: Caller = {
  name: "stranger",
  namesMember: true,
  headers: () => ({}),
  refusal: (operation) => (isPublic(operation) ? undefined : 401),
};

const forger: Caller = {
  name: "holder of a made-up key",
  namesMember: true,
  headers: () => ({ authorization: "Bearer msk_nobody-gave-me-this" }),
  // Probes ask nobody who they are.
  refusal: ({ path }) => (/^\/health\b/.test(path) ? undefined : 401),
};

const signer: Caller = {
  name: "signer",
  namesMember: true,
  headers: (body) => signatureOf(body),
  refusal: () => undefined,
};

export interface Cast {
  service: Caller;
  limited: Caller[];
  admin: Caller;
  members: Caller[];
}

export async function castFor(owners: readonly Owner[]): Promise<Cast> {
  return {
    service: await service(),
    limited: await limitedService(),
    admin: await admin(),
    members: await Promise.all(owners.map(member)),
  };
}

/** Those who may call an operation, of whom one or the other is taken. */
export function allowedCallers(cast: Cast, operation: Operation, turn: number): Caller[] {
  if (isSigned(operation)) return [signer];
  const one = cast.members[turn % cast.members.length] as Caller;
  return [cast.service, one, cast.admin].filter((caller) => !caller.refusal(operation));
}

/** Those whom the operation refuses, whatever they send. */
export function refusedCallers(cast: Cast, operation: Operation): Caller[] {
  const all = [
    stranger,
    forger,
    cast.service,
    ...cast.limited,
    cast.admin,
    ...cast.members.slice(0, 1),
  ];
  return all.filter((caller) => caller.refusal(operation));
}
