import { didYouMean } from '../core/closest.js'
import { FORMATS, formatNames, type FormatInfo } from '../core/formats.js'
import { GROUPS } from '../core/groups.js'
import { LABELS, type LabelInfo } from '../core/labels.js'
import { OBJECTS } from '../core/object-labels.js'
import { UsageError } from './args.js'
import { PRESETS, presetNames, type Preset } from './presets.js'
import { columns, wrap } from './wrap.js'

/** `efface labels [LABEL|GROUP|PRESET]`: what can be found, and the groups and presets of it. */
export function labelsText(names: readonly string[], { json, width }: { json?: boolean, width: number }): string {
  const [name, ...more] = names
  if (more.length > 0) throw new UsageError('efface labels takes one label, group or preset')
  if (name !== undefined) return oneOfThem(name, { json, width })
  if (json) return `${JSON.stringify({ objects: OBJECTS, entities: LABELS, groups: GROUPS, presets: PRESETS }, null, 2)}\n`
  return [
    'Objects (--objects)', columns(Object.entries(OBJECTS).map(([label, { about, byDefault }]) => [label, `${sentence(about)}${byDefault ? '' : '; only when asked for'}`]), width), '',
    'Entities (--entities, --no-entities)', columns(Object.entries(LABELS).map(([label, { about }]) => [label, about]), width), '',
    'Groups of entities, by law or purpose', columns(Object.entries(GROUPS).map(([group, labels]) => [group, `${labels.length} labels`]), width), '',
    'Presets (--preset)', columns(Object.entries(PRESETS).map(([preset, { about }]) => [preset, about]), width), '',
    "'efface labels GDPR' says which labels a group has, 'efface labels SSN' what a label is, and 'efface labels street' what a preset stands for.", '',
  ].join('\n')
}

function oneOfThem(name: string, { json, width }: { json?: boolean, width: number }): string {
  const preset = (PRESETS as Readonly<Record<string, Preset>>)[name]
  const value = preset ?? GROUPS[name] ?? LABELS[name] ?? OBJECTS[name]
  const known = [...Object.keys(OBJECTS), ...Object.keys(LABELS), ...Object.keys(GROUPS), ...presetNames]
  if (value === undefined) throw new UsageError(`There is no label, group or preset ${name}.${didYouMean(name, known)}`)
  if (json) return `${JSON.stringify({ [name]: value }, null, 2)}\n`
  if (preset) return [...wrap(`--preset ${name}: ${preset.about}`, width), 'The same as the options', JSON.stringify(preset.options, null, 2), ''].join('\n')
  if (GROUPS[name]) return `${name}\n${columns(GROUPS[name].map(label => [label, LABELS[label]!.about]), width)}\n`
  const groups = Object.keys(GROUPS).filter(group => GROUPS[group]!.includes(name))
  const { about, examples = [], general = [] }: Pick<LabelInfo, 'about'> & Partial<LabelInfo> = LABELS[name] ?? OBJECTS[name]!
  return [
    ...wrap(`${name}: ${about}`, width), ...examples.map(example => `  ${example}`),
    ...general.length > 0 ? wrap(`Is a ${general.join(', ')} as well.`, width) : [], ...groups.length > 0 ? wrap(`In the groups ${groups.join(', ')}.`, width) : [], '',
  ].join('\n')
}

/** `efface formats`: what is read and written. */
export function formatsText({ json, width }: { json?: boolean, width: number }): string {
  if (json) {
    const plain = ({ title, extensions, types, pages }: FormatInfo): object => ({ title, extensions, types, pages })
    return `${JSON.stringify(Object.fromEntries(formatNames.map(name => [name, plain(FORMATS[name])])), null, 2)}\n`
  }
  const rows = formatNames.map((name): [string, string] => {
    const { title, extensions, pages }: FormatInfo = FORMATS[name]
    return [name, `${title}, ${extensions.map(ending => `.${ending}`).join(' ')}${pages ? '' : '; one page where something else is converted to it'}`]
  })
  return [
    'Read, and written as they came (--format, or the ending of -o, converts)', columns(rows, width), '',
    ...wrap('A format is told by the bytes of a file, never by its name. Animated PNG and WebP, and every page of a TIFF and frame of a GIF, are redacted as well.', width), '',
  ].join('\n')
}

/** The first sentence of what docs say at length. */
const sentence = (text: string): string => text.split(/\. |\.$/)[0]!
