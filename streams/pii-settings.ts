import type { FilledOptions, PluginModule } from '../lib/core/option-types.js'
import { isPluginModule } from '../lib/core/plugins.js'
import { nerModule } from '../lib/pii/huggingface.js'
import type { PiiSettings } from '../workers/protocol.js'

/** What the workers are told of how to look for personal text. */
export function piiSettings(options: FilledOptions): PiiSettings {
  const { entities, filters, languages, labels, checksums, countries, recognizers, ner } = options
  const modules = [...recognizers.filter((r): r is PluginModule => isPluginModule(r)), ...ner ? [nerModule(ner)] : []]
  return { entities, filters, languages, labels, checksums, ...countries.length > 0 && { countries }, modules }
}
