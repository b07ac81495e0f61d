/** How somebody outside holds a training up or ends it early; asked after each batch. */
export interface Steering {
  /** Resolves at once where no pause is asked for, else when it is over; gives how long it was, in seconds. */
  readonly pause: () => Promise<number>;
  /** Whether training is to end after the epoch under way, with the best weights so far. */
  readonly stopsAfterEpoch: () => boolean;
}

/** Nobody holds the training up. */
export const UNSTEERED: Steering = { pause: () => Promise.resolve(0), stopsAfterEpoch: () => false };
