/**
 * The brightness up to which pixels are dark, as Otsu reckons it: where it parts them into two tones best. `share`, 0..1: of the variance, what these two
 * account for; 0 where all are of one tone.
 *
 * @param counts how many pixels have each brightness, 0..255
 */
export function otsu(counts: Uint32Array): { threshold: number, share: number } {
  let [total, all, squares] = [0, 0, 0]
  counts.forEach((count, value) => { total += count; all += count * value; squares += count * value * value })
  let [below, sum, most, threshold] = [0, 0, 0, 0]
  for (let value = 0; value < 255; value++) {
    below += counts[value]
    sum += counts[value] * value
    if (below === 0 || below === total) continue
    const apart = sum / below - (all - sum) / (total - below)
    const between = below * (total - below) * apart * apart
    if (between > most) [most, threshold] = [between, value]
  }
  return { threshold, share: most === 0 ? 0 : most / (total * squares - all * all) }
}
