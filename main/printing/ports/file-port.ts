import { type FileHandle, open } from 'node:fs/promises'
import { fine, type Port, trouble } from './port.ts'

/** Appends to a file or a printer device such as /dev/usb/lp0, and says so only after the system has flushed it. */
export function filePort(path: string): Port {
  let file: FileHandle | null = null
  return {
    async open() {
      try {
        file = await open(path, 'a')
        return fine
      } catch (error) {
        return trouble('fileNotWritable', error)
      }
    },
    async write(bytes) {
      if (file === null) return trouble('fileNotWritable', 'not open')
      try {
        await file.appendFile(bytes)
        await file.sync().catch(ignoreNoSync)
        return fine
      } catch (error) {
        return trouble('fileNotWritable', error)
      }
    },
    async close() {
      const closing = file
      file = null
      await closing?.close().catch(() => {})
    },
  }
}

/** Character devices and pipes have nothing to flush and say EINVAL. */
function ignoreNoSync(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EINVAL' && error.code !== 'ENOTSUP') throw error
}
