/** From a file of any kind to the plan of its start. */
import { readElf64 } from './elf64'
import type { BootConfiguration, BootPlan } from './boot-plan'
import { planBootloaderBoot } from './bootloader'
import { imageKindOf } from './image-kind'
import { planPvhBoot } from './pvh'

/** Throws `ImageError` when the file is nothing that can be started. */
export function planBoot(file: Uint8Array, configuration: BootConfiguration): BootPlan {
  const image = readElf64(file)
  switch (imageKindOf(file, image)) {
    case 'pvh':
      return planPvhBoot(image, configuration)
    case 'bootloader-0.9':
      return planBootloaderBoot(file, image, configuration)
  }
}
