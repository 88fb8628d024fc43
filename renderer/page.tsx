// These two come first; everything else may be in any order.
import './no-eval.ts'
import './styles.ts'

import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { createClient, NoAnswerError } from './client.ts'
import { pageClock } from './clock.ts'
import { KeyboardProvider } from './parts/keys.tsx'
import { TerminalProvider } from './parts/terminal.tsx'
import { Door } from './screens/get-in/door.tsx'
import { readSession } from './session.ts'
import { startText } from './text/language.ts'
import { theme } from './theme.ts'

const client = createClient({
  fetch: window.fetch.bind(window),
  origin: location.href,
  session: () => readSession(sessionStorage),
  clock: pageClock,
})
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one; only silence is worth asking again. Events say when something changed.
      retry: (failures, error) => error instanceof NoAnswerError && failures < 2,
      staleTime: 60_000,
      networkMode: 'always',
      refetchOnReconnect: false,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
const text = await startText(localStorage)
createRoot(root).render(
  <I18nextProvider i18n={text}>
    <MantineProvider theme={theme} forceColorScheme="light">
      <QueryClientProvider client={queries}>
        <TerminalProvider client={client} clock={pageClock}>
          <KeyboardProvider>
            <Door />
          </KeyboardProvider>
        </TerminalProvider>
      </QueryClientProvider>
    </MantineProvider>
  </I18nextProvider>,
)
