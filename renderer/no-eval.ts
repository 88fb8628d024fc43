import { z } from 'zod'

// Imported before anything that builds a schema: zod would try eval to be faster, and the page's CSP forbids it.
z.config({ jitless: true })
