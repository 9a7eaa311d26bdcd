import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './style/index.css';
import { queryClient } from './api/queries.ts';
import { App } from './app.tsx';
import { applySettings } from './lib/settings.ts';
import { supplyAriaStrings } from './text/aria.ts';

applySettings();
supplyAriaStrings();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}
