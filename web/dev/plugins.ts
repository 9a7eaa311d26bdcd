import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
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

// The licences of everything that ends up in the built files, in one text beside them.
export function licences(): Plugin {
  return {
    name: 'licences',
    generateBundle() {
      const root = new URL('..', import.meta.url).pathname;
      const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
        packages: Record<string, { version?: string; dev?: boolean; optional?: boolean; license?: string }>;
      };
      const parts: string[] = [];
      for (const [path, entry] of Object.entries(lock.packages)) {
        if (path === '' || entry.dev || entry.optional) continue;
        const folder = join(root, path);
        const file = existsSync(folder)
          ? readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name))
          : undefined;
        const text = file ? readFileSync(join(folder, file), 'utf8').trim() : (entry.license ?? '');
        parts.push(`${path.replace(/^.*node_modules\//, '')} ${entry.version ?? ''}\n\n${text}`);
      }
      this.emitFile({
        type: 'asset',
        fileName: 'licences.txt',
        source: `${parts.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`,
      });
    },
  };
}
