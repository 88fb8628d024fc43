/** Serial ports the operating system knows, with the address to type and what it calls them. Pseudo-terminals are never listed. */
export async function listPorts(): Promise<{ address: string; label: string }[]> {
  try {
    const { SerialPort } = await import('serialport')
    const ports = await SerialPort.list()
    return ports.map((port) => ({ address: `serial:${port.path}`, label: [port.path, port.manufacturer].filter(Boolean).join(' · ') }))
  } catch {
    // No serial driver for this platform: an address can still be typed.
    return []
  }
}
