/** Who brings which facts to a query. */
import { createAccessFacts } from './accesses'
import { createCodeFacts } from './code'
import type { AskedOrigin, CreateFactSource } from './fact-source'
import { createHeapFacts } from './heap-requests'
import { createLoaderFacts } from './loader'
import { createLockFacts } from './locks'
import { createPagingEntryFacts } from './paging-entries'
import { createQueueFacts } from './queues'
import { createSpinFacts } from './spin'
import { createTaskFacts } from './tasks'
import { createTextScreenFacts } from './text-screen'
import { createTracePointFacts } from './trace-points'

export const FACT_SOURCES: Readonly<Record<AskedOrigin, CreateFactSource>> = {
  'the loader': createLoaderFacts,
  'code that is reached': createCodeFacts,
  'accesses to memory': createAccessFacts,
  'paging-structure entries': createPagingEntryFacts,
  'the text screen': createTextScreenFacts,
  'trace points': createTracePointFacts,
  locks: createLockFacts,
  'requests to the allocator': createHeapFacts,
  'tasks of an executor': createTaskFacts,
  queues: createQueueFacts,
  'a look every 10,000 instructions': createSpinFacts,
}

export type * from './fact-source'
