/**
 * A function that remembers its answers, for as many keys as the limit says; then it starts anew, so that an estate of any
 * size takes bounded memory. The same key gives the same object while it is remembered.
 */
export function remembered<Key, Value>(answer: (key: Key) => Value, limit: number): (key: Key) => Value {
  const answers = new Map<Key, Value>()
  return (key) => {
    const known = answers.get(key)
    if (known !== undefined || answers.has(key)) return known as Value
    const found = answer(key)
    if (answers.size >= limit) answers.clear()
    answers.set(key, found)
    return found
  }
}
