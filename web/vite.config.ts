import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { mock } from './dev/mock.ts';
import { onlyEnglishAria, pdfAssets } from './dev/plugins.ts';

// The built files are served by the congvan binary under a strict content security policy: no inline script or style,
// nothing from another host. Development runs against a mock (default) or a real server (CONGVAN=http://localhost:8080).
const server = process.env.CONGVAN;

export default defineConfig({
  plugins: [react(), onlyEnglishAria(), pdfAssets(), ...(server ? [] : [mock()])],
  build: {
    target: ['es2022', 'chrome111', 'firefox115', 'safari16.4'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 700,
  },
  server: { port: 5173, strictPort: true, proxy: server ? { '/api': { target: server, changeOrigin: false } } : {} },
  preview: { port: 5174, strictPort: true },
});
