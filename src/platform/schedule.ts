/** When a job is due. Days and hours are UTC's, "HH:MM". */
export type Schedule =
  | { readonly everyMinutes: number }
  | { readonly dailyAt: string }
  /** 1 is Monday, 7 is Sunday. */
  | { readonly weeklyOn: 1 | 2 | 3 | 4 | 5 | 6 | 7; readonly at: string };
