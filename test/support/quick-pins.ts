import { argon2id } from 'hash-wasm'
import { practiceStaff } from '../../main/practice/seed.ts'

/**
 * The practice PINs hashed at the lowest cost, once per test file: signing in goes the real way, but an outlet opens without a second of
 * hashing. Sign-in itself is tested with what the practice central hashes.
 */
export const quickPins: Readonly<Record<string, string>> = Object.fromEntries(
  await Promise.all(
    practiceStaff.map(async ({ id, pin }) => {
      const cost = { parallelism: 1, iterations: 1, memorySize: 8, hashLength: 32, outputType: 'encoded' } as const
      return [id, await argon2id({ ...cost, password: pin, salt: Buffer.alloc(16, id) })] as const
    }),
  ),
)
