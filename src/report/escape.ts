/** Input is written by strangers: each text is made harmless for the place that it goes to. */

/** Control characters and the marks that reorder text, which could repaint a terminal or hide what is there. */
const unprintable = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** Half a character, which no encoding has. */
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** For a terminal: one line, nothing that moves the cursor or reorders. */
export function plain(text: string): string {
  return text
    .replace(/\r\n|[\n\t]/g, ' ')
    .replace(unprintable, (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`)
}

/** For HTML, in text and in quoted attributes. */
export function html(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** For XML 1.0: as HTML, without the characters that XML cannot hold at all. */
export function xml(text: string): string {
  return html(text).replace(
    /[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '�',
  )
}

/** For Markdown on GitHub: no markup, no link, no mention, no table cell ended. One line. */
export function markdown(text: string): string {
  return plain(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]()#+!|~$]/g, '\\$&')
    .replace(/@(?=\w)/g, '@\u200b')
    .replace(/\b(https?|www)(?=[:.])/gi, '$1\u200b')
}

/** For Markdown, as code in a line. A code span of backticks cannot hold every text, least of all in a table. */
export function markdownCode(text: string): string {
  return `<code>${markdown(text)}</code>`
}

/**
 * For a label of Mermaid in double quotes: whatever is no letter, digit or space goes in as the code of its character,
 * so that nothing can end the label, begin another statement, or be Markdown, HTML or an icon. One line.
 * https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
export function mermaid(text: string): string {
  return [...plain(text).replace(loneSurrogate, '\ufffd')]
    .map((character) => (/[\p{L}\p{N} ]/u.test(character) ? character : `#${character.codePointAt(0)};`))
    .join('')
}

/**
 * For the message of a workflow command.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function commandData(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** For a property of a workflow command. */
export function commandProperty(text: string): string {
  return commandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** For a URI reference: forward slashes, each segment percent-encoded. */
export function uri(path: string): string {
  return path
    .replaceAll('\\', '/')
    .split('/')
    .map((segment) => encodeURIComponent(segment.replace(loneSurrogate, '\ufffd')))
    .join('/')
}

/** Without control characters; line breaks and tabs stay. */
function printable(text: string): string {
  return text.replace(unprintable, (character) => (character === '\r' ? character : ''))
}
