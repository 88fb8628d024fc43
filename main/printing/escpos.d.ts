/** The part of escpos 2.5.2 that the encoder uses; the package ships no types. */
declare module 'escpos/printer.js' {
  type Adapter = {
    open(done: (error: Error | null) => void): void
    write(bytes: Uint8Array, done?: () => void): void
    close(done?: () => void): void
  }
  export default class Printer {
    constructor(adapter: Adapter, options: { encoding: string })
    hardware(command: 'init'): this
    align(side: 'lt' | 'ct' | 'rt'): this
    size(width: 1 | 2, height: 1 | 2): this
    text(content: string): this
    feed(lines: number): this
    cut(partial: boolean, feedLines: number): this
    flush(done?: () => void): this
  }
}
