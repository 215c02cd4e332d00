/** The remembered settings: theme, speed and layout. Each change is saved by the host, a little later. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import {
  DEFAULT_SETTINGS,
  type DiagramsLayout,
  type Layout,
  type Settings,
  type Theme,
} from '../../shared/app/settings'
import type { DiagramTopic, Speed } from '../../shared/protocol'
import type { Host } from '../machine/host'

/** Dragging a splitter changes the layout sixty times a second; the disk hears of the last. */
const SAVE_DELAY_MS = 400

export const useSettingsStore = defineStore('settings', () => {
  const theme = ref<Theme>(DEFAULT_SETTINGS.theme)
  const speed = ref<Speed>(DEFAULT_SETTINGS.speed)
  const layout = shallowRef<Layout>(DEFAULT_SETTINGS.layout)
  const folded = shallowRef<readonly string[]>(DEFAULT_SETTINGS.folded)
  const topic = ref<DiagramTopic>(DEFAULT_SETTINGS.topic)
  const diagrams = shallowRef<DiagramsLayout>(DEFAULT_SETTINGS.diagrams)
  const isSystemDark = ref(false)
  const paper = computed<'light' | 'dark'>(() =>
    theme.value === 'system' ? (isSystemDark.value ? 'dark' : 'light') : theme.value,
  )

  let host: Pick<Host, 'loadSettings' | 'saveSettings'> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function saveSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      const settings: Settings = {
        theme: theme.value,
        speed: speed.value,
        layout: layout.value,
        folded: folded.value,
        topic: topic.value,
        diagrams: diagrams.value,
      }
      void host?.saveSettings(settings)
    }, SAVE_DELAY_MS)
  }

  /** Reads what was remembered; from here on changes are saved. */
  async function load(from: Pick<Host, 'loadSettings' | 'saveSettings'>): Promise<void> {
    const settings = await from.loadSettings()
    theme.value = settings.theme
    speed.value = settings.speed
    layout.value = settings.layout
    folded.value = settings.folded
    topic.value = settings.topic
    diagrams.value = settings.diagrams
    host = from
  }

  function setTheme(value: Theme): void {
    theme.value = value
    saveSoon()
  }

  function setSpeed(value: Speed): void {
    speed.value = value
    saveSoon()
  }

  function setTopic(value: DiagramTopic): void {
    topic.value = value
    saveSoon()
  }

  function setDiagrams(part: Partial<DiagramsLayout>): void {
    diagrams.value = { ...diagrams.value, ...part }
    saveSoon()
  }

  const isPair = () => diagrams.value.beside !== undefined && !diagrams.value.isOverview
  /** What is drawn now has the whole width. */
  const isWide = computed(() => (isPair() ? diagrams.value.isPairWide : diagrams.value.isWide))

  const setWide = (value: boolean): void =>
    setDiagrams(isPair() ? { isPairWide: value } : { isWide: value })

  /** Remembers the share of a split's first pane; undefined forgets it. */
  function setShare(split: string, share: number | undefined): void {
    const others = Object.entries(layout.value).filter(([name]) => name !== split)
    layout.value = Object.fromEntries(share === undefined ? others : [...others, [split, share]])
    saveSoon()
  }

  function setFolded(pane: string, isFolded: boolean): void {
    const others = folded.value.filter((name) => name !== pane)
    folded.value = isFolded ? [...others, pane] : others
    saveSoon()
  }

  return {
    theme,
    speed,
    layout,
    folded,
    topic,
    diagrams,
    isWide,
    paper,
    isSystemDark,
    load,
    setTheme,
    setSpeed,
    setTopic,
    setDiagrams,
    setWide,
    setShare,
    setFolded,
  }
})
