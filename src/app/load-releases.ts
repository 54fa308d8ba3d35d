import type { Config } from '../config.js'
import type { Knowledge } from '../domain/knowledge.js'

/** The release that answers, as the configuration wants it. */
export async function loadCurrentRelease({ knowledgePaths, curatorKnowledge }: Config): Promise<Knowledge> {
  const [{ loadKnowledge }, { withoutUnreviewed }] = await Promise.all([
    import('../knowledge/load-knowledge.js'),
    import('../knowledge/without-unreviewed.js'),
  ])
  const knowledge = await loadKnowledge(knowledgePaths)
  return curatorKnowledge ? knowledge : withoutUnreviewed(knowledge)
}

/** Every release that can be asked, current first. */
export async function loadAllReleases(config: Config): Promise<readonly Knowledge[]> {
  const { knowledgePaths, curatorKnowledge, conditionMapPath } = config
  const [{ loadReleases }, { withoutUnreviewed }, { withConditionMap }] = await Promise.all([
    import('../knowledge/load-knowledge.js'),
    import('../knowledge/without-unreviewed.js'),
    import('../knowledge/condition-map.js'),
  ])
  const published = await loadReleases(knowledgePaths)
  const releases = curatorKnowledge ? published : published.map(withoutUnreviewed)
  if (conditionMapPath === undefined) return releases
  return releases.map(release => withConditionMap(release, conditionMapPath))
}
