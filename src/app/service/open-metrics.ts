import type { Config } from '../../config.js'
import type { Knowledge } from '../../domain/knowledge.js'
import type { Metrics } from '../../http/metrics.js'

/** What this process counts; nothing is counted, and nothing loaded for it, where nobody watches. */
export async function openMetrics(
  { metrics, version: software }: Config,
  knowledge: Knowledge,
): Promise<Metrics | undefined> {
  if (metrics === undefined) return undefined
  const { createMetrics } = await import('../../http/metrics.js')
  return createMetrics({ version: software, knowledgeVersion: knowledge.version })
}
