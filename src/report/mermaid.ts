import {
  type AccessDiff,
  type AccessLine,
  type AccessSubject,
  accessLevels,
  type AccessWay,
} from '../model/access-diff'
import { mermaid } from './escape'
import { plural } from './place'

/** More arrows are no picture any more. Mermaid itself takes 500 of them, and 50,000 characters. */
const mostArrows = 40
const longest = { node: 64, label: 48 }

interface Arrow {
  readonly from: Node
  readonly label: string
  readonly to: Node
  /** 0 is gravest. */
  readonly rank: number
}

interface Node {
  readonly kind: 'principal' | 'thing' | 'admin'
  readonly text: string
}

/**
 * The access that is new, as a picture in Markdown: who gets to what, who gets in, and the ways to full access. Where
 * there is more than a picture holds, the gravest is shown and what is left out is counted. Empty without new access.
 * https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/creating-diagrams
 */
export function accessGraph(diff: AccessDiff): string[] {
  const all = gathered(unique([...escalations(diff), ...diff.subjects.flatMap(arrowsOf)]))
  if (all.length === 0) return []
  const shown = [...all].sort((one, other) => one.rank - other.rank).slice(0, mostArrows)
  const rest = all.length - shown.length
  const left = rest > 0 ? [`_The picture leaves out ${plural(rest, 'arrow')} of the least grave access._`] : []
  return [['```mermaid', 'flowchart LR', ...drawing(shown), '```'].join('\n'), ...left]
}

const administrator: Node = { kind: 'admin', text: 'full access to the account' }
const principal = (text: string): Node => ({ kind: 'principal', text })

/** From one principal to the next, and from the last to everything. */
function escalations({ dangers }: AccessDiff): Arrow[] {
  return dangers.flatMap(({ through = [] }) =>
    through.map((name, at): Arrow => {
      const next = through[at + 1]
      const from = principal(name)
      if (next === undefined) return { from, label: 'gets', to: administrator, rank: 0 }
      return { from, label: 'can become', to: principal(next), rank: 0 }
    }),
  )
}

function arrowsOf(subject: AccessSubject): Arrow[] {
  const { kind, names, lines } = subject
  const self: Node = { kind: kind === 'principal' ? 'principal' : 'thing', text: listed(names, 2) }
  return lines.filter(({ effect }) => effect === 'broadens').flatMap((line) => lineArrows(self, line))
}

function lineArrows(self: Node, { sign, text, levels, way }: AccessLine): Arrow[] {
  const rank = 1 + (levels[0] ? accessLevels.indexOf(levels[0]) : accessLevels.length)
  if (!way) return sign === '+' ? [{ from: self, label: 'gets', to: { kind: 'thing', text }, rank }] : []
  const label = labelOf(way)
  if (!way.from) return [{ from: self, label, to: { kind: 'thing', text: listed(way.to ?? ['*'], 2) }, rank }]
  // Being let in is as grave as what is behind the door, which no statement of the door says.
  return way.from.map((who) => ({ from: principal(who), label, to: self, rank: who === 'everyone' ? 0 : rank }))
}

/** As many actions as there is room for, and at least the gravest. */
function labelOf({ from, to, actions }: AccessWay): string {
  if (from && !to) return 'may assume'
  const [first = '*', ...others] = actions
  let shown = 1
  while (shown < actions.length && actions.slice(0, shown + 1).join(', ').length <= longest.label) shown++
  return listed([cut(first, longest.label), ...others], shown)
}

function listed(items: readonly string[], most: number): string {
  const more = items.length > most ? ` and ${items.length - most} more` : ''
  return `${items.slice(0, most).join(', ')}${more}`
}

function unique(arrows: readonly Arrow[]): Arrow[] {
  return [
    ...new Map(arrows.map((arrow) => [JSON.stringify([arrow.from.text, arrow.label, arrow.to.text]), arrow])).values(),
  ]
}

/** Those who get the same, and whom nobody else gets to, are one node. */
function gathered(arrows: readonly Arrow[]): Arrow[] {
  const reached = new Set(arrows.map(({ to }) => to.text))
  const byFrom = new Map<string, Arrow[]>()
  for (const arrow of arrows) byFrom.set(arrow.from.text, [...(byFrom.get(arrow.from.text) ?? []), arrow])
  const alike = new Map<string, Arrow[][]>()
  for (const [name, own] of byFrom) {
    const [first] = own as [Arrow]
    const what = own.map(({ label, to, rank }) => [label, to.text, rank])
    const key = JSON.stringify(reached.has(name) ? name : [first.from.kind, ...what])
    alike.set(key, [...(alike.get(key) ?? []), own])
  }
  return [...alike.values()].flatMap((groups) => {
    const [own = []] = groups
    const text = listed(
      groups.flatMap(([first]) => first?.from.text ?? []),
      2,
    )
    return own.map((arrow): Arrow => ({ ...arrow, from: { ...arrow.from, text } }))
  })
}

/** Ids are ours, so that nothing of the input is anything but a label. */
function drawing(arrows: readonly Arrow[]): string[] {
  const ids = new Map<string, { id: string; node: Node }>()
  for (const { from, to } of arrows) {
    for (const node of [from, to]) if (!ids.has(node.text)) ids.set(node.text, { id: `n${ids.size}`, node })
  }
  const id = (node: Node): string => ids.get(node.text)?.id ?? ''
  const nodes = [...ids.values()].map(({ id: name, node }) => `  ${name}${shapeOf(node)}`)
  const lines = arrows.map(({ from, label, to }) => `  ${id(from)} -->|"${mermaid(label)}"| ${id(to)}`)
  const grave = arrows.flatMap(({ rank }, at) => (rank <= 1 ? [at] : []))
  const styles = grave.length > 0 ? [`  linkStyle ${grave.join(',')} stroke:#d1242f,stroke-width:2px`] : []
  const admin = ids.get(administrator.text)
  if (admin) styles.push(`  style ${admin.id} fill:#d1242f,color:#ffffff,stroke:#d1242f`)
  return [...nodes, ...lines, ...styles]
}

function shapeOf({ kind, text }: Node): string {
  const label = `"${mermaid(cut(text, longest.node))}"`
  return kind === 'principal' ? `([${label}])` : kind === 'admin' ? `{{${label}}}` : `[${label}]`
}

/** The beginning says what a text is, and the end tells it from others. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const half = Math.floor((most - 1) / 2)
  return `${text.slice(0, half)}…${text.slice(text.length - half)}`
}
