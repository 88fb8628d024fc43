/** The serial lines this machine lists, for the set-up screen. Virtual lines are never listed, so an address can be typed too. */
export async function serialLines(): Promise<{ address: string; label: string }[]> {
  try {
    const { SerialPort } = await import('serialport')
    const lines = await SerialPort.list()
    return lines.map(({ path, manufacturer }) => ({
      address: `serial:${path}`,
      label: manufacturer === undefined ? path : `${path} (${manufacturer})`,
    }))
  } catch {
    // No usable serial driver, or a system that won't tell: nothing to choose from, nothing broken.
    return []
  }
}
