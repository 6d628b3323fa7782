// Makes static/dist from static/src: scripts, stylesheets, one icon sprite, fonts, a manifest.
// Every name carries a hash of what is inside, so that browsers may keep files for ever.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const source = dirname(fileURLToPath(import.meta.url));
const root = join(source, "..", "..");
const dist = join(root, "static", "dist");
// Built beside and moved at the end: a server that runs meanwhile never sees half of it.
const fresh = `${dist}.new`;
// The first browsers that know light-dark() and cascade layers.
const browsers = ["chrome123", "edge123", "firefox120", "safari17.5"];
const squeezable = /\.(css|js|svg|json|txt)$/;

const manifest = {};
// The packages of which something is served; of the icons, only what we take from files.
const served = new Set(["lucide-static"]);

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
await bundle();
await sprite();
await hashed("favicon.svg", await readFile(join(source, "favicon.svg")));
await licences();
await writeFile(join(fresh, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
await squeeze();
await rm(dist, { recursive: true, force: true });
await rename(fresh, dist);

async function bundle() {
  const made = await build({
    absWorkingDir: root,
    // What every page fetches; what only working together needs (projects, teams, rooms); what only a large file does.
    entryPoints: [
      { in: "static/src/js/app.js", out: "app" },
      { in: "static/src/css/app.css", out: "style" },
      { in: "static/src/css/fonts.css", out: "fonts" },
      { in: "static/src/css/together.css", out: "together" },
      { in: "static/src/js/together.js", out: "together" },
      { in: "static/src/js/resumable.js", out: "resumable" },
    ],
    outdir: fresh,
    bundle: true,
    minify: true,
    format: "esm",
    target: browsers,
    loader: { ".woff2": "file" },
    entryNames: "[name].[hash]",
    assetNames: "[name].[hash]",
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  const named = { "app.js": "app.js", "app.css": "style.css", "fonts.css": "fonts.css" };
  for (const file of Object.keys(made.metafile.outputs)) {
    const name = file.split("/").at(-1);
    const plain = name.replace(/\.[A-Z0-9]{8}\./, ".");
    const known = Object.keys(named).find((key) => named[key] === plain);
    manifest[known ?? plain] = name;
  }
  for (const file of Object.keys(made.metafile.inputs)) {
    const inside = file.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (inside) served.add(inside[1]);
  }
}

async function sprite() {
  const names = (await readFile(join(source, "icons.txt"), "utf8")).split(/\s+/).filter(Boolean);
  const own = (await readdir(join(source, "icons"))).map((file) => file.replace(".svg", ""));
  const symbols = await Promise.all([
    ...names.map((name) => symbol(name, join(root, "node_modules/lucide-static/icons", `${name}.svg`))),
    ...own.map((name) => symbol(name, join(source, "icons", `${name}.svg`))),
  ]);
  await hashed("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
  manifest.icons = [...names, ...own].sort();
}

// Stroke and fill are inherited from the page's own <svg class="icon">.
async function symbol(name, file) {
  const svg = await readFile(file, "utf8");
  const inside = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${inside.replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>")}</symbol>`;
}

async function hashed(name, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8).toUpperCase();
  const file = name.replace(/(\.\w+)$/, `.${hash}$1`);
  await writeFile(join(fresh, file), bytes);
  manifest[name] = file;
}

// What we serve of others travels with their licences; one that has no text of its own names it in its package.json.
async function licences() {
  const texts = await Promise.all(
    [...served].sort().map(async (name) => {
      const folder = join(root, "node_modules", name);
      const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
      const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
      return `${name}\n\n${file ? await readFile(join(folder, file), "utf8") : `Licence: ${about.license}`}`;
    }),
  );
  await writeFile(join(fresh, "licences.txt"), texts.join("\n\n----\n\n"));
}

async function squeeze() {
  for (const file of await readdir(fresh)) {
    if (!squeezable.test(file) || file === "manifest.json") continue;
    const bytes = await readFile(join(fresh, file));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    await writeFile(join(fresh, `${file}.gz`), gzipSync(bytes, { level: 9 }));
    await writeFile(join(fresh, `${file}.br`), brotliCompressSync(bytes, { params }));
  }
}
