/** One page walk as a diagram that can be shown, told and pointed at. */
import { formatShortHex } from '../../../shared/format'
import type { PageWalk } from '../../../shared/models/page-walk'
import type { Diagram } from '../diagram'
import { detailOf } from './details'
import { pageWalkDiagram } from './page-walk'
import { stationsOf } from './stations'
import { pageWalkText } from './text'

export const diagramOfPageWalk = (walk: PageWalk, isFollowing: boolean): Diagram => ({
  id: `${walk.origin} ${walk.sequence} ${walk.linearAddress} ${walk.access} ${walk.instant}`,
  reason: walk.origin === 'query' ? 'asked' : isFollowing ? 'latest' : 'chosen',
  ...(walk.origin === 'query' ? {} : { instant: walk.instant }),
  steps: stationsOf(walk).length,
  fileName: `page-walk-${formatShortHex(walk.linearAddress)}`,
  draw: (options) => pageWalkDiagram(walk, options),
  text: () => pageWalkText(walk),
  detail: (key) => detailOf(walk, key),
})
