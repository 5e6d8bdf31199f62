import { isPluginModule, type FilledOptions, type PluginModule } from '../lib/core/options.js'
import { nerModule } from '../lib/pii/huggingface.js'
import type { PiiSettings } from '../workers/protocol.js'

/** What the workers are told of how to look for personal text. */
export function piiSettings(options: FilledOptions): PiiSettings {
  const { entities, filters, languages, labels, checksums, countries, recognizers, ner } = options
  const named = countries.length > 0 && { countries }
  const modules = [...recognizers.filter((r): r is PluginModule => isPluginModule(r)), ...ner ? [nerModule(ner)] : []]
  return { entities, filters, languages, labels, checksums, ...named, modules }
}
