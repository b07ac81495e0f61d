/** What an installation tells while it is under way. */
export type InstallProgress =
  /** Something new begins, or was decided. */
  | { readonly type: 'step'; readonly text: string }
  /** So much of what began last is done. */
  | { readonly type: 'progress'; readonly done: number; readonly total: number };

/** Hears it. */
export type Listener = (progress: InstallProgress) => void;

/** What each part of an installation is given. */
export interface InstallContext {
  readonly signal: AbortSignal;
  readonly report: Listener;
  readonly environment: Readonly<Record<string, string | undefined>>;
}
