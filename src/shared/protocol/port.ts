/** The one shape that every host's message channel is adapted to. */

export interface Port<Outgoing, Incoming> {
  send(message: Outgoing): void
  onMessage(listener: (message: Incoming) => void): void
  close(): void
}
