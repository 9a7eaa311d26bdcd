import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const pdfjs = new URL('../node_modules/pdfjs-dist', import.meta.url).pathname;

// Fonts that a PDF may leave out and decoders of scans in plain JavaScript, served as files of our own.
const assets = (): { name: string; path: string }[] => {
  const from = (folder: string, wanted: RegExp) =>
    readdirSync(join(pdfjs, folder))
      .filter((name) => wanted.test(name))
      .map((name) => ({ name: `${folder}/${name}`, path: join(pdfjs, folder, name) }));
  return [...from('standard_fonts', /./), ...from('wasm', /_nowasm_fallback\.js$|^LICENSE/)];
};

export function pdfAssets(): Plugin {
  return {
    name: 'pdf-assets',
    configureServer(server) {
      server.middlewares.use('/assets/pdfjs', (request, response, next) => {
        const found = assets().find((one) => `/${one.name}` === request.url?.split('?')[0]);
        if (!found) return next();
        response.setHeader('Content-Type', found.name.endsWith('.js') ? 'text/javascript' : 'application/octet-stream');
        createReadStream(found.path).pipe(response);
      });
    },
    generateBundle() {
      for (const one of assets())
        this.emitFile({ type: 'asset', fileName: `assets/pdfjs/${one.name}`, source: readFileSync(one.path) });
    },
  };
}

// React Aria brings strings in 34 languages. English stays; Vietnamese is ours (src/text/aria.ts); the others are left out.
export function onlyEnglishAria(): Plugin {
  return {
    name: 'only-english-aria',
    enforce: 'pre',
    load(id) {
      const locale = /react-(?:aria|stately)[^?]*\/intl\/(?:[^/]+\/)?([a-z]{2}-[A-Z]{2})\.m?js$/.exec(id)?.[1];
      return locale !== undefined && locale !== 'en-US' ? 'export default undefined;' : null;
    },
  };
}
