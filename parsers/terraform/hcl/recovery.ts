/** Where to go on after an item that cannot be read. Indentation tells more than brackets, which may be what is wrong. */

/** The line around an offset, its indentation counted in characters. */
export function ownLine(text: string, at: number): { start: number; end: number; indentation: number } {
  const start = text.lastIndexOf('\n', at - 1) + 1
  const found = text.indexOf('\n', at)
  const end = found < 0 ? text.length : text.charCodeAt(found - 1) === 13 ? found - 1 : found
  let first = start
  while (text.charCodeAt(first) === 32 || text.charCodeAt(first) === 9) first++
  return { start, end, indentation: first - start }
}

/** The offset of the next item (after a conflict marker of git, the next line), or of the brace that closes the body, after the item that starts at `start`. */
export function resumeAfter(text: string, start: number): number {
  const broken = ownLine(text, start)
  if (/^(?:<{7}|={7}|>{7})/.test(text.slice(start, start + 7))) return Math.min(broken.end + 1, text.length)
  const opensBracket = /[{[(]\s*$/.test(text.slice(broken.start, broken.end))
  for (let at = text.indexOf('\n', broken.end); at >= 0; at = text.indexOf('\n', at + 1)) {
    const line = ownLine(text, at + 1)
    const first = line.start + line.indentation
    if (first >= line.end || line.indentation > broken.indentation) continue
    const closes = /[}\])]/.test(text.charAt(first))
    const own = closes && line.indentation === broken.indentation && opensBracket
    if (own) return Math.max(line.end, at + 1)
    if (closes && text.charAt(first) !== '}') continue
    return first
  }
  return text.length
}

const topLevel =
  /(?:resource|data|module|variable|output|locals|provider|terraform|moved|import|check|removed|ephemeral)\b[^\n={]*\{/y

/** Whether a line starts here that can only be a block at the top of a Terraform file. */
export function startsTopLevelBlock(text: string, at: number): boolean {
  if (at > 0 && text.charCodeAt(at - 1) !== 10) return false
  topLevel.lastIndex = at
  return topLevel.test(text)
}
