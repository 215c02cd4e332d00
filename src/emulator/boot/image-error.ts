/** Why an image cannot be started: what was found, and what would work, each a sentence for the reader. */
export class ImageError extends Error {
  constructor(
    readonly finding: string,
    readonly cure: string,
  ) {
    super(`${finding} ${cure}`)
    this.name = 'ImageError'
  }
}
