/**
 * How much JavaScript each page that shoppers open brings with it, by the manifests of the build:
 * what the browser is told to load with the page, compressed as it is sent. What follows with the
 * first touch (dialogs, messages, what judges a form) is not part of it.
 */

import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { inRoot, readJson } from "./workspace.mjs";

/** In bytes. The framework is what Next sends with every page before anything of ours. */
const OWN_MAX = 60_000;
const TOTAL_MAX = 165_000;

/**
 * Pages that are not there yet, and how heavy they may be meanwhile: those that keep answers of the API
 * have its client and TanStack Query (20 kB), and those that are a form React Hook Form (15 kB). Only
 * ever lowered.
 */
const HEAVIER = [
  {
    routes: /^\/(membership\/(profile|security)|join|reset|welcome|second-factor)$/,
    own: 70_500,
    total: 203_000,
  },
  {
    routes: /^\/(membership\/(inbox|addresses)|sign-in|handoff)$/,
    own: OWN_MAX,
    total: 184_500,
  },
];

/** What shoppers don't open. */
const OTHERS = /^\/(console|dev|api-docs|_)/;

/**
 * @typedef {object} PageWeight
 * @property {string} route
 * @property {number} own
 * @property {number} total
 */

/** @returns {PageWeight[]} of every page for shoppers, the heaviest first */
function pageWeights() {
  const build = inRoot(".next");
  const framework = new Set(readJson(`${build}/build-manifest.json`).rootMainFiles);
  /** @type {Record<string, string>} */
  const routes = readJson(`${build}/app-path-routes-manifest.json`);
  /** @type {Map<string, number>} */
  const known = new Map();
  const sizeOf = (/** @type {string} */ file) => {
    const size = known.get(file) ?? gzipSync(readFileSync(`${build}/${file}`)).length;
    known.set(file, size);
    return size;
  };
  const sum = (/** @type {Iterable<string>} */ files) =>
    [...files].reduce((bytes, file) => bytes + sizeOf(file), 0);
  const frameworkBytes = sum(framework);
  return Object.entries(routes)
    .filter(([entry, route]) => entry.endsWith("/page") && !OTHERS.test(route))
    .map(([entry, route]) => {
      const files = scriptsOf(`${build}/server/app${entry}_client-reference-manifest.js`);
      const own = sum(files.filter((file) => !framework.has(file)));
      return { route, own, total: frameworkBytes + own };
    })
    .sort((a, b) => b.total - a.total);
}

/**
 * @param {string} path of a manifest, which is a script that hangs itself on the global object
 * @returns {string[]} what the page and its layouts load
 */
function scriptsOf(path) {
  /** @type {{ __RSC_MANIFEST?: Record<string, { entryJSFiles?: Record<string, string[]> }> }} */
  const scope = {};
  runInContext(readFileSync(path, "utf8"), createContext({ globalThis: scope }));
  const manifests = Object.values(scope.__RSC_MANIFEST ?? {});
  return [
    ...new Set(manifests.flatMap(({ entryJSFiles = {} }) => Object.values(entryJSFiles).flat())),
  ];
}

/** @param {string} route */
function boundsOf(route) {
  return HEAVIER.find(({ routes }) => routes.test(route)) ?? { own: OWN_MAX, total: TOTAL_MAX };
}

const inKilobytes = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1).padStart(6);

function main() {
  const pages = pageWeights();
  console.log("   own  total  kB of JavaScript, gzip");
  for (const { route, own, total } of pages) {
    console.log(`${inKilobytes(own)} ${inKilobytes(total)}  ${route}`);
  }
  if (pages.length === 0) throw new Error("no page was found in the build");
  const heavy = pages.filter(({ route, own, total }) => {
    const most = boundsOf(route);
    return own > most.own || total > most.total;
  });
  for (const { route } of heavy) {
    const { own, total } = boundsOf(route);
    console.error(`${route} is too heavy: at most ${own} bytes of its own and ${total} in all.`);
  }
  process.exitCode = heavy.length === 0 ? 0 : 1;
}

main();
