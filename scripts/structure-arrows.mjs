/**
 * Who may import whom inside src/. The tables below are the architecture; the functions only read
 * them.
 */

/**
 * An earlier module never knows a later one. The inbox stands before the members: it knows events by
 * their names only, and whoever locks a member writes what the member is told.
 */
export const MODULE_ORDER =
  "brand sending guests access inbox members orders program identity tiers points segments corrections benefits coupons automations earning activities rewards purchases imports machines drafts approvals profile wallets audit lists intake webhooks stats worklist search".split(
    " ",
  );

/** These come last, and nobody builds on them. */
const LEAVES = ["webhooks", "stats", "worklist", "search"];

/** Platform files that only calculate: no database, no clock, no environment. */
const PURE =
  "scalars contact-scalars arithmetic business-time pasted email phone texts text-fields loose order-address picture-address csv-guard".split(
    " ",
  );
const ALL = ["*"];

/**
 * @typedef {object} PartRule
 * @property {string[]} own parts of the same module
 * @property {string[]} earlier parts of earlier modules
 * @property {string[]} platform files of src/platform
 * @property {string[]} areas other folders of src
 * @property {string[]} packages from outside; `*` is any except the database's
 */

/** @type {Record<string, PartRule>} */
export const PARTS = {
  schema: { own: ["schema"], earlier: ["schema"], platform: PURE, areas: [], packages: ["zod"] },
  errors: { own: ["errors"], earlier: [], platform: ["errors"], areas: [], packages: [] },
  types: {
    own: ["schema", "types"],
    earlier: ["schema"],
    platform: PURE,
    areas: [],
    packages: ["zod"],
  },
  rules: {
    own: ["schema", "errors", "types", "rules"],
    earlier: ["schema", "rules"],
    platform: [...PURE, "errors"],
    areas: [],
    packages: [],
  },
  store: {
    own: ["schema", "errors", "rules", "store"],
    earlier: ["schema"],
    platform: ALL,
    areas: [],
    packages: ALL,
  },
  service: {
    own: ["schema", "errors", "types", "rules", "store", "service", "events"],
    earlier: ["schema", "rules", "service", "events"],
    platform: ALL,
    areas: ["env", "i18n"],
    packages: ALL,
  },
  router: {
    own: ["schema", "service", "router"],
    earlier: ["schema"],
    platform: ALL,
    areas: [],
    packages: ALL,
  },
  events: {
    own: ["schema", "events"],
    earlier: ["schema", "events"],
    platform: [...PURE, "events"],
    areas: [],
    packages: ["zod"],
  },
  jobs: {
    own: ["schema", "service", "jobs"],
    earlier: [],
    platform: ALL,
    areas: [],
    packages: ALL,
  },
  components: {
    own: ["schema", "components"],
    earlier: ["schema", "components"],
    platform: PURE,
    areas: ["ui", "i18n"],
    packages: ALL,
  },
};

/** The one list of each, and the part of every module it lists. */
export const MODULE_LISTS = ["router", "jobs", "events"];

/** Folder or file directly in src → folders and files directly in src that it may import. */
const AREAS = {
  app: ["ui", "i18n", "trpc", "app"],
  door: ["platform", "trpc", "i18n", "env", "app"],
  platform: ["platform", "i18n", "env"],
  trpc: ["platform", "trpc", "i18n", "env"],
  ui: ["ui", "i18n"],
  i18n: ["i18n", "env"],
  env: [],
  testing: ["platform", "trpc", "i18n", "env", "testing", "modules"],
  server: ["platform", "primary"],
  primary: ["platform", "env"],
  api: ["platform", "trpc", "i18n", "env"],
  pages: ["platform", "trpc", "i18n", "env"],
  dev: ["platform", "trpc", "i18n", "env"],
  worker: ["platform", "trpc", "i18n", "env"],
};

const DATABASE_PACKAGES = ["mariadb", "mysql2", "kysely", "@prisma/client"];
const MAY_USE_DATABASE = ["platform", "store", "testing"];

/**
 * @typedef {object} Place where a file stands
 * @property {string} area folder or file directly in src; `door` for the HTTP doors in app/api
 * @property {string} [noun] of a module
 * @property {string} [part] of a module, or the list's name at the root of modules
 * @property {string} [file] path below the area, without extension
 * @property {boolean} isTest
 */

/**
 * @param {string} path relative to src, with or without its extension
 * @returns {Place}
 */
export function placeOf(path) {
  const isTest = /\.test(\.tsx?)?$/.test(path);
  const segments = path.replace(/(\.test)?\.(tsx?|mjs|css|json)$/, "").split("/");
  const [area = "", second = "", third] = segments;
  if (area === "app" && second === "api")
    return { area: "door", file: segments.slice(1).join("/"), isTest };
  if (area !== "modules") return { area, file: segments.slice(1).join("/"), isTest };
  if (third === undefined) return { area, part: second, isTest };
  return { area, noun: second, part: third, isTest };
}

/**
 * @param {Place} from
 * @param {Place} to
 * @returns {string | null} why not
 */
export function forbiddenArrow(from, to) {
  if (to.isTest) return "nothing imports a test";
  if (from.isTest) return forbiddenForTest(from, to);
  if (to.area === "testing" && from.area !== "testing") return "only tests import testing";
  if (from.area === "modules") {
    return from.noun === undefined ? forbiddenForList(from, to) : forbiddenForPart(from, to);
  }
  return forbiddenForArea(from, to);
}

/** @param {Place} from @param {Place} to */
function forbiddenForTest(from, to) {
  return to.area === "app" && from.area !== "app" ? "a screen is tested in the browser" : null;
}

/** @param {Place} from @param {Place} to */
function forbiddenForList(from, to) {
  if (to.area === "platform") return null;
  if (to.area === "modules" && to.part === from.part) return null;
  // The routers' list takes the other two, for the procedures that are about all of them.
  if (from.part === "router" && to.area === "modules" && to.noun === undefined) return null;
  return `modules/${from.part}.ts only lists the modules' own ${from.part}`;
}

/** @param {Place} from @param {Place} to */
function forbiddenForPart(from, to) {
  const part = from.part ?? "";
  const rule = PARTS[part];
  // An unknown part is reported by its name already.
  if (!rule) return null;
  if (to.area === "modules") return forbiddenBetweenModules(from, to, rule);
  if (to.area === "platform") {
    const isAllowed = rule.platform === ALL || rule.platform.includes(to.file ?? "");
    return isAllowed
      ? null
      : `${part} may use of platform only ${rule.platform.join(", ") || "nothing"}`;
  }
  return rule.areas.includes(to.area) ? null : `${part} may not import ${to.area}`;
}

/** @param {Place} from @param {Place} to @param {PartRule} rule */
function forbiddenBetweenModules(from, to, rule) {
  const { noun = "", part = "" } = from;
  if (to.noun === undefined) return "a module does not import the list it stands in";
  if (to.noun === noun) {
    return rule.own.includes(to.part ?? "") ? null : `${part} may not import its own ${to.part}`;
  }
  if (LEAVES.includes(to.noun)) return `nobody imports ${to.noun}`;
  if (MODULE_ORDER.indexOf(to.noun) > MODULE_ORDER.indexOf(noun)) {
    return `${noun} comes before ${to.noun} and may not know it`;
  }
  return rule.earlier.includes(to.part ?? "")
    ? null
    : `${part} may import of an earlier module only ${rule.earlier.join(", ") || "nothing"}`;
}

/** @param {Place} from @param {Place} to */
function forbiddenForArea(from, to) {
  const { area } = from;
  if (to.area === "modules") return forbiddenForAreaToModule(area, to);
  if (area === "app" && to.area === "platform" && PURE.includes(to.file ?? "")) return null;
  const allowed = AREAS[/** @type {keyof typeof AREAS} */ (area)] ?? [];
  const target = to.area === "door" ? "app" : to.area;
  return /** @type {string[]} */ (allowed).includes(target)
    ? null
    : `${area} may not import ${to.area}`;
}

const ARRIVING = ["access", "identity", "earning"];

/** @param {string} area @param {Place} to */
function forbiddenForAreaToModule(area, to) {
  const isList = to.noun === undefined;
  switch (area) {
    case "app":
      return ["schema", "rules", "components"].includes(to.part ?? "") && !isList
        ? null
        : "a screen imports from modules only schema, rules and components; data comes through tRPC";
    case "testing":
      return null;
    case "door":
    case "trpc":
    case "dev":
    case "worker":
      // The composition points also say who the caller is: access knows the accounts, identity
      // whose member a customer of the shop is, earning by whose invitation somebody came.
      return isList || (ARRIVING.includes(to.noun ?? "") && to.part === "service")
        ? null
        : `${area} knows the modules by their lists (modules/router.ts, jobs.ts, events.ts) only`;
    default:
      return `${area} knows no modules`;
  }
}

/**
 * @param {Place} from
 * @param {string} name of a package from outside
 * @returns {string | null} why not
 */
export function forbiddenPackage(from, name) {
  if (from.isTest) return null;
  const role = from.area === "modules" ? (from.part ?? "") : from.area;
  if (DATABASE_PACKAGES.includes(name) && !MAY_USE_DATABASE.includes(role)) {
    return `${name} is used by platform and stores only`;
  }
  if (from.area !== "modules" || from.noun === undefined) return null;
  const allowed = PARTS[role]?.packages ?? ALL;
  return allowed === ALL || allowed.includes(name)
    ? null
    : `${role} may use ${allowed.length > 0 ? `only ${allowed.join(", ")}` : "no packages"}`;
}
