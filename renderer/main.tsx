import './app/without-eval.ts';
import './ui/tokens.css';
import './ui/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { languageFor, startI18n } from './app/i18n.ts';
import { BridgeProvider, createBridge } from './bridge/bridge-context.tsx';
import { createQueryClient } from './bridge/queries.ts';
import { rememberDock } from './state/dock-memory.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const bridge = createBridge();
const queryClient = createQueryClient();
rememberDock(sessionStorage);
await startI18n(languageFor('', navigator.languages));
createRoot(root).render(
  <StrictMode>
    <BridgeProvider bridge={bridge}>
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </BridgeProvider>
  </StrictMode>,
);
