/** All that debug information answers about a program that stands still. */
import { frameQuestions } from './frame-questions'
import type { ProgramParts } from './program-parts'
import { staticQuestions } from './static-questions'
import type { StoppedProgram } from './stopped-program'
import { typeQuestions } from './type-questions'

export const createStoppedProgram = (parts: ProgramParts): StoppedProgram => ({
  ...frameQuestions(parts),
  ...staticQuestions(parts),
  ...typeQuestions(parts),
})
