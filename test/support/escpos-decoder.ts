/**
 * A printer's view of bytes: commands by name, text by the code page they selected. Written from Epson's ESC/POS Command
 * Reference and not from the encoder, so that the two check each other. Throws on a byte it can't place.
 */
export type DecodedLine = { text: string; bold: boolean; double: boolean }
export type Decoded = { lines: DecodedLine[]; commands: string[]; slips: DecodedLine[][] }

const upperHalves: Record<number, string> = {
  0: 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  19: 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ\u00af´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
}

export function decodeEscpos(bytes: Uint8Array): Decoded {
  const commands: string[] = []
  const lines: DecodedLine[] = []
  const slips: DecodedLine[][] = []
  let slip: DecodedLine[] = []
  let style = { bold: false, double: false }
  let page = 0
  let text = ''
  let at = 0

  const byte = () => {
    const value = bytes[at++]
    if (value === undefined) throw new Error('the bytes end inside a command')
    return value
  }
  const note = (name: string) => {
    if (text !== '') throw new Error(`${name} in the middle of a line: ${text}`)
    commands.push(name)
  }
  const endSlip = () => {
    // The feed behind a slip is paper, not lines of it.
    while (slip.at(-1)?.text === '') slip.pop()
    if (slip.length > 0) slips.push(slip)
    slip = []
  }

  while (at < bytes.length) {
    const value = byte()
    if (value === 0x0a) {
      const line = { text, ...style }
      lines.push(line)
      slip.push(line)
      text = ''
    } else if (value === 0x18) {
      commands.push('CAN')
      text = ''
    } else if (value === 0x1b) afterEscape(byte())
    else if (value === 0x1c) {
      if (byte() !== 0x2e) throw new Error('unknown FS command')
      note('FS .')
    } else if (value === 0x1d) {
      if (byte() !== 0x56) throw new Error('unknown GS command')
      note(`GS V ${byte()}`)
      endSlip()
    } else if (value < 0x20) throw new Error(`control byte ${value} in text`)
    else text += value < 0x80 ? String.fromCharCode(value) : [...(upperHalves[page] ?? '')][value - 0x80]
  }
  endSlip()
  if (text !== '') throw new Error(`the bytes end inside a line: ${text}`)
  return { lines, commands, slips }

  function afterEscape(command: number): unknown {
    switch (command) {
      case 0x40:
        text = ''
        style = { bold: false, double: false }
        page = 0
        return commands.push('ESC @')
      case 0x74:
        page = byte()
        return note(`ESC t ${page}`)
      case 0x61:
        return note(`ESC a ${byte()}`)
      case 0x45:
        style = { ...style, bold: (byte() & 1) === 1 }
        return note(`ESC E ${style.bold ? 1 : 0}`)
      case 0x21: {
        const modes = byte()
        if ((modes & 0x10) >> 4 !== (modes & 0x20) >> 5) throw new Error('wide without high')
        style = { bold: (modes & 0x08) !== 0, double: (modes & 0x30) === 0x30 }
        return note(`ESC ! ${modes}`)
      }
      case 0x70:
        return note(`ESC p ${byte()} ${byte()} ${byte()}`)
      default:
        throw new Error(`unknown ESC command ${command}`)
    }
  }
}
