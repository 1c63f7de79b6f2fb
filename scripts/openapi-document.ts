import { writeFileSync } from "node:fs";
import { openApiText } from "@/trpc/doors";

/** Writes the OpenAPI document as people and diffs like it, for `npm run client`. */
const [path = ""] = process.argv.slice(2);
writeFileSync(path, `${JSON.stringify(JSON.parse(openApiText()), null, 2)}\n`);
