import { defineConfig } from 'vite';
import { mock } from './dev/mock/server.ts';
import { licences, onlyEnglishAria, pdfAssets } from './dev/plugins.ts';

// The built files are served by the congvan binary under a strict content security policy: no inline script or style,
// nothing from another host. Development runs against a mock (default) or a real server (CONGVAN=http://localhost:8080).
const server = process.env.CONGVAN;
const major = (version: number, minor = 0): number => (version << 16) | (minor << 8);

export default defineConfig({
  plugins: [onlyEnglishAria(), pdfAssets(), licences(), ...(server ? [] : [mock()])],
  esbuild: { jsx: 'automatic', legalComments: 'none' },
  css: { transformer: 'lightningcss', lightningcss: { targets: { chrome: major(111), firefox: major(115), safari: major(16, 4) } } },
  build: {
    cssMinify: 'lightningcss',
    rollupOptions: { onwarn: (warning, pass) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && pass(warning) },
    target: ['es2022', 'chrome111', 'firefox115', 'safari16.4'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 700,
  },
  server: { port: 5173, strictPort: true, proxy: server ? { '/api': { target: server, changeOrigin: false } } : {} },
  preview: { port: 5174, strictPort: true },
});
