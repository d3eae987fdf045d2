/**
 * Markdown of at most `most` units as `size` counts them, cut between lines with `note` at the end. What the cut leaves
 * open, a block of code or a folded part, is closed. The text comes back as it is where it fits.
 */
export function cutMarkdown(
  text: string,
  most: number,
  note: string,
  size = (part: string): number => part.length,
): string {
  if (size(text) <= most) return text
  const lines: string[] = []
  const open: string[] = []
  // Room for what closes, and for the note.
  let room = most - size(note) - 200
  for (const line of text.split('\n')) {
    room -= size(line) + 1
    if (room < 0) break
    lines.push(line)
    if (/^<details/.test(line)) open.push('</details>')
    else if (/^```/.test(line) && open.at(-1) !== '```') open.push('```')
    else if (line === open.at(-1)) open.pop()
  }
  return `${[...lines, ...open.reverse(), '', note].join('\n')}\n`
}
