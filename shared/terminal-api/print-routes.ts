import { z } from 'zod'
import { nothing, route } from './route.ts'
import { printJobSchema } from './shapes.ts'

/** Print jobs, and which printer they go to. */
export const printRoutes = {
  printJobs: route({
    method: 'GET',
    path: '/api/print-jobs',
    needs: 'readPayments',
    request: nothing,
    reply: z.object({ jobs: z.array(printJobSchema) }),
  }),
  retryPrintJob: route({
    method: 'POST',
    path: '/api/print-jobs/:jobId/retry',
    needs: 'reprint',
    request: z.object({ jobId: z.string() }),
    reply: printJobSchema,
  }),
  skipPrintJob: route({
    method: 'POST',
    path: '/api/print-jobs/:jobId/skip',
    needs: 'reprint',
    request: z.object({ jobId: z.string() }),
    reply: printJobSchema,
  }),
  printers: route({
    method: 'GET',
    path: '/api/printers',
    needs: 'signIn',
    request: nothing,
    reply: z.object({
      current: z.object({ address: z.string(), model: z.string() }),
      models: z.array(z.object({ id: z.string(), name: z.string(), columns: z.number().int() })),
      ports: z.array(z.object({ address: z.string(), label: z.string() })),
    }),
  }),
  setPrinter: route({
    method: 'PUT',
    path: '/api/printers/current',
    needs: 'setPrinter',
    request: z.object({ address: z.string().max(300), model: z.string().max(60) }),
    reply: nothing,
  }),
  printTest: route({ method: 'POST', path: '/api/printers/test', needs: 'setPrinter', request: nothing, reply: printJobSchema }),
} as const
