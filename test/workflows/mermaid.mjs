// Reads pictures of Mermaid as a JSON list of texts, and writes what each draws, or why it cannot be parsed.
import { readFileSync } from 'node:fs'
import { JSDOM } from 'jsdom'

const { window } = new JSDOM('<body></body>')
globalThis.window = window
globalThis.document = window.document
const { default: mermaid } = await import('mermaid')
// As GitHub sets it: https://mermaid.js.org/config/usage.html#securitylevel
mermaid.initialize({ securityLevel: 'strict' })

const drawn = []
for (const text of JSON.parse(readFileSync(0, 'utf8'))) {
  try {
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text)
    const nodes = [...db.getVertices().values()].map((vertex) => vertex.text)
    const edges = db.getEdges().map(({ start, end, text }) => [start, text, end])
    drawn.push({ nodes, edges })
  } catch (error) {
    drawn.push({ error: String(error) })
  }
}
process.stdout.write(JSON.stringify(drawn))
