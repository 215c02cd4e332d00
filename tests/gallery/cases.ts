/** All cases of all diagrams. */
import { pageWalkCases } from './page-walk'
import type { GalleryCase } from './page-walk'
import { timelineCases } from './timeline'

export const galleryCases = (): GalleryCase[] => [...pageWalkCases(), ...timelineCases()]
