/** Which of the places for diagrams a part of the window stands in. */
import { inject, provide, type InjectionKey } from 'vue'
import type { DiagramPlace } from './pins'

const KEY: InjectionKey<DiagramPlace> = Symbol('place of a diagram')

export const provideDiagramPlace = (place: DiagramPlace): void => provide(KEY, place)

export const useDiagramPlace = (): DiagramPlace => inject(KEY, 'diagram')
