/** The types of the policies, for the build's configuration. */
export const PAGE_POLICY: string
export const WORKER_POLICY: string
