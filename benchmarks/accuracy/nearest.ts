/** The least number of edits to a part of the text, and where that part ends. */
export function nearest(word: string, text: string): { distance: number, at: number } {
  let row = Array.from({ length: text.length + 1 }, () => 0)
  for (let i = 1; i <= word.length; i++) {
    const next = [i]
    for (let j = 1; j <= text.length; j++) next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (word[i - 1] === text[j - 1] ? 0 : 1)))
    row = next
  }
  const distance = Math.min(...row)
  return { distance, at: row.indexOf(distance) }
}
