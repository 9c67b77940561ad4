// Builds static/vendor/ from what npm installed: `npm run build`, called by `make setup`.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const out = 'static/vendor';
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

await build({
  entryPoints: ['frontend/plotly-bundle.js'],
  outfile: `${out}/plotly.min.js`,
  bundle: true,
  minify: true,
  format: 'iife',
  globalName: 'Plotly',
  target: 'es2020',
  legalComments: 'eof',
  alias: { stream: 'stream-browserify' },
  define: { global: 'window', 'define.amd': 'false' },
  loader: { '.css': 'empty' }, // styles of map subplots, which are not in the bundle
  logLevel: 'warning',
});

// The strict content security policy forbids Plotly to write its styles into the page. Pages link this file instead:
// <link id="plotly.js-style-global" class="no-inline-styles" rel="stylesheet" href="{% static 'vendor/plotly.css' %}">
copyFileSync('node_modules/plotly.js/dist/plotly.css', `${out}/plotly.css`);

// The entry grid. Its look is static/css/grid.css; Tabulator's own sheet comes first, for what makes a table of boxes.
await build({
  entryPoints: ['frontend/tabulator-bundle.js'],
  outfile: `${out}/tabulator.min.js`,
  bundle: true,
  minify: true,
  format: 'iife',
  globalName: 'TabulatorBundle',
  footer: { js: 'window.Tabulator = TabulatorBundle.default;' },
  target: 'es2020',
  legalComments: 'eof',
  logLevel: 'warning',
});
await build({
  entryPoints: ['node_modules/tabulator-tables/dist/css/tabulator_simple.css'],
  outfile: `${out}/tabulator.css`, // built, not copied: without the name of a source map that is not there
  minify: true,
  logLevel: 'warning',
});
