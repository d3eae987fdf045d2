import { type Position, SourceFile, type Span } from '../source'

/** More columns than any line has. */
const columns = 2 ** 24

/** A file of which the places are known and the text is not: an offset in it is its line and column in one number. */
export class RecordedFile extends SourceFile {
  constructor(path: string) {
    super(path, '')
  }

  override positionAt(offset: number): Position {
    return { line: Math.floor(offset / columns), column: offset % columns }
  }

  override offsetAt(line: number, column: number): number {
    return line * columns + Math.min(column, columns - 1)
  }

  spanOf(start: Position, end: Position): Span {
    return { source: this, start: this.offsetAt(start.line, start.column), end: this.offsetAt(end.line, end.column) }
  }
}
